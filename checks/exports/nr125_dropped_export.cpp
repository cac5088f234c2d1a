#include "checks/common/mistakes.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

void run(const Context& context, Sink& sink) {
  report_problems(context, ProblemKind::kDropped, severity_of_loss(context), sink);
}

}  // namespace

Check nr125_dropped_export() {
  return {{"NR125", "dropped-export", "NFS-Ganesha drops an EXPORT or one of its CLIENT blocks",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
