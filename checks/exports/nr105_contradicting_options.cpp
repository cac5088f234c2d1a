#include "checks/common/mistakes.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

void run(const Context& context, Sink& sink) {
  report_problems(context, ProblemKind::kContradiction, Severity::kWarning, sink);
}

}  // namespace

Check nr105_contradicting_options() {
  return {{"NR105", "contradicting-options", "options of one entry take each other back",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
