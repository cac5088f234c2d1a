#include <algorithm>
#include <string>

#include "checks/common/deciding_entry.h"
#include "checks/common/handle_ids.h"
#include "checks/common/mistakes.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// For an EXPORT of NFS-Ganesha whose number another one has: the number that the path has on
// another head, else one that no head uses. Empty when the problem is another one.
std::string number_instead(const Context& context, const ProblemGroup& group) {
  const GaneshaExports* const exports = ganesha_exports(*group.server);
  const Span& where = group.problems.front()->where;
  if (exports == nullptr || group.problems.size() > 1) return {};
  const auto found = std::find_if(
      exports->exports.begin(), exports->exports.end(),
      [&](const GaneshaExport& from) { return from.lost_to && from.export_id_text.span == where; });
  if (found == exports->exports.end()) return {};
  HeadIds ids(context.site(), *group.server);
  const std::string known = ids.of(found->path.text);
  return "write " + (known.empty() ? std::to_string(ids.take(1)) + ", which no other EXPORT has"
                                   : known + ", as on its other head");
}

void run(const Context& context, Sink& sink) {
  Failures failures(context);
  for (const ProblemGroup& group : problem_groups(context, ProblemKind::kDropped)) {
    Draft& draft = report_group(context, group, severity_of_loss(context), failures, sink);
    const std::string number = number_instead(context, group);
    if (number.empty()) continue;
    draft.finding.remedy = remedy_at(context, *group.server, group.problems.front()->where, number);
  }
}

}  // namespace

Check nr125_dropped_export() {
  return {{"NR125", "dropped-export", "NFS-Ganesha drops an EXPORT or one of its CLIENT blocks",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
