#include "checks/common/mistakes.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

void run(const Context& context, Sink& sink) {
  // Where there is no node, the file itself is what is judged.
  const bool alone = context.plans().empty();
  report_problems(context, ProblemKind::kUnknownOption,
                  alone ? Severity::kError : Severity::kWarning, sink);
}

}  // namespace

Check nr102_unknown_option() {
  return {{"NR102", "unknown-option", "an option that the server does not know", Severity::kError},
          run};
}

}  // namespace nfsready::checks
