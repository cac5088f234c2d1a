#include "checks/common/mistakes.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

void run(const Context& context, Sink& sink) {
  report_problems(context, ProblemKind::kSyntax, severity_of_loss(context), sink);
}

}  // namespace

Check nr101_syntax_error() {
  return {
      {"NR101", "syntax-error", "the server cannot read a part of its exports", Severity::kError},
      run};
}

}  // namespace nfsready::checks
