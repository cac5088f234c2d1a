#include <string>

#include "base/text.h"
#include "checks/common/copied.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

void run(const Context& context, Sink& sink) {
  for (const CopiedTrees& group : context.shared<CopyGroups>().all()) {
    const CountedDifferences changed = count(group, {CopyAspect::kContents});
    if (changed.count == 0) continue;
    const CopyObservation& seen = group.first();
    Draft& draft = begin_copied(group, changed, sink);
    Finding& finding = draft.finding;
    finding.effect = Effect::kWrongData;
    finding.message = has(seen, changed) + " with other bytes than on " + name_of(seen.source) +
                      ", in the same size" + where(changed) +
                      ": damaged, changed in place, or with holes in other places";
    finding.remedy = remedy_rsync(group, "-aHSc --numeric-ids", false) +
                     "\n(-c compares contents: size and time tell nothing here)";
  }
}

}  // namespace

Check nr708_contents_differ() {
  return {{"NR708", "contents-differ", "files of equal size hold other bytes than in the source",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
