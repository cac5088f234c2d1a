#include "checks/common/mistakes.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

void run(const Context& context, Sink& sink) {
  report_problems(context, ProblemKind::kUnknownOption, severity_of_loss(context), sink);
}

}  // namespace

Check nr102_unknown_option() {
  return {{"NR102", "unknown-option", "an option that the server does not know", Severity::kError},
          run};
}

}  // namespace nfsready::checks
