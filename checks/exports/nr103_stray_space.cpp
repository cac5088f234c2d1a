#include "checks/common/mistakes.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

void run(const Context& context, Sink& sink) {
  report_problems(context, ProblemKind::kStraySpace, severity_of_loss(context), sink);
}

}  // namespace

Check nr103_stray_space() {
  return {{"NR103", "stray-space", "a blank parts a client or an option from the rest of its entry",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
