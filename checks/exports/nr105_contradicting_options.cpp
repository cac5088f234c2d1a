#include "checks/common/mistakes.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

void run(const Context& context, Sink& sink) {
  Failures failures(context);
  for (const ProblemGroup& group : problem_groups(context, ProblemKind::kContradiction)) {
    const bool loses = group.problems.front()->lost.is_set();
    report_group(context, group, loses ? severity_of_loss(context) : Severity::kWarning, failures,
                 sink);
  }
}

}  // namespace

Check nr105_contradicting_options() {
  return {{"NR105", "contradicting-options", "options of one entry take each other back",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
