#include "checks/common/mistakes.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

void run(const Context& context, Sink& sink) {
  report_problems(context, ProblemKind::kTooLong, severity_of_loss(context), sink);
}

}  // namespace

Check nr123_over_limit() {
  return {{"NR123", "over-limit", "an entry is longer than the server takes", Severity::kError},
          run};
}

}  // namespace nfsready::checks
