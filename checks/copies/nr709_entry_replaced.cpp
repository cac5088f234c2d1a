#include <string>

#include "base/text.h"
#include "checks/common/copied.h"
#include "checks/common/how_copied.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

void run(const Context& context, Sink& sink) {
  for (const CopiedTrees& group : context.shared<CopyGroups>().all()) {
    const CountedDifferences changed =
        count(group, {CopyAspect::kType, CopyAspect::kTarget, CopyAspect::kDevice});
    if (changed.count == 0) continue;
    const CopyObservation& seen = group.first();
    const bool followed = example_of(changed, CopyAspect::kType) != nullptr &&
                          example_of(changed, CopyAspect::kType)->source == "link";
    Draft& draft = begin_copied(group, changed, sink);
    Finding& finding = draft.finding;
    finding.effect = Effect::kWrongData;
    finding.message = has(seen, changed) +
                      " of another type, with another target or device number than on " +
                      name_of(seen.source) + where(changed) +
                      (followed ? ": links were followed by the copy" : "");
    const HowCopied how = how_copied(group);
    if (how.mistake == CopyMistake::kLinksFollowed) finding.message += also_explained(group, how);
    finding.remedy = remedy_rsync(group, "-aHS --numeric-ids --force", false);
  }
}

}  // namespace

Check nr709_entry_replaced() {
  return {{"NR709", "entry-replaced", "an entry is something else in the copy than in the source",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
