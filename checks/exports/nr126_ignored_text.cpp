#include "checks/common/mistakes.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// A remark of the reader that leaves nothing to change is worth a note.
bool is_remark(const ProblemGroup& group) {
  return group.table->dialect == Dialect::kGanesha && group.problems.front()->hint.empty();
}

void run(const Context& context, Sink& sink) {
  Failures failures(context);
  for (const ProblemGroup& group : problem_groups(context, ProblemKind::kIgnored)) {
    const Severity otherwise = is_remark(group) ? Severity::kNote : severity_of_loss(context);
    report_group(context, group, otherwise, failures, sink,
                 "leave it if it is meant so; else complete it");
  }
}

}  // namespace

Check nr126_ignored_text() {
  return {{"NR126", "ignored-text", "text that the server ignores or takes for something else",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
