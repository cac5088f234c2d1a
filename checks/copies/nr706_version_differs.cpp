#include <string>

#include "base/text.h"
#include "checks/common/copied.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

void run(const Context& context, Sink& sink) {
  for (const CopiedTrees& group : context.shared<CopyGroups>().all()) {
    const CountedDifferences sizes = count(group, {CopyAspect::kSize});
    if (sizes.count == 0) continue;  // other times alone are NR707
    const CountedDifferences changed = count(group, {CopyAspect::kSize, CopyAspect::kTime});
    const CopyObservation& seen = group.first();
    Draft& draft = begin_copied(group, changed, sink);
    Finding& finding = draft.finding;
    finding.effect = Effect::kWrongData;
    finding.message = has(seen, changed) + " of another size or time than on " +
                      name_of(seen.source) + where(changed) +
                      ": one side was changed after the copy, or the copy was not finished";
    finding.remedy = remedy_rsync(group, "-aHS --numeric-ids", true);
  }
}

}  // namespace

Check nr706_version_differs() {
  return {{"NR706", "version-differs", "files of a copy are of another version than the source",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
