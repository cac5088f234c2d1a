#include "checks/common/mistakes.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

void run(const Context& context, Sink& sink) {
  // Where there is no node, the file itself is what is judged.
  const bool alone = context.plans().empty();
  report_problems(context, ProblemKind::kSyntax, alone ? Severity::kError : Severity::kWarning,
                  sink);
}

}  // namespace

Check nr101_syntax_error() {
  return {
      {"NR101", "syntax-error", "the server cannot read a part of its exports", Severity::kError},
      run};
}

}  // namespace nfsready::checks
