#include <string>

#include "base/text.h"
#include "checks/common/copied.h"
#include "checks/common/how_copied.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

void run(const Context& context, Sink& sink) {
  for (const CopiedTrees& group : context.shared<CopyGroups>().all()) {
    const HowCopied how = how_copied(group);
    const bool is_other_version = how.mistake == CopyMistake::kOtherVersion;
    const CountedDifferences sizes = count(group, {CopyAspect::kSize});
    if (sizes.count == 0 && !is_other_version) continue;  // other times alone are NR707
    const CountedDifferences changed =
        count_untold(group, how, {CopyAspect::kSize, CopyAspect::kTime});
    const CopyObservation& seen = group.first();
    Draft& draft = begin_copied(group, changed, sink);
    Finding& finding = draft.finding;
    finding.effect = Effect::kWrongData;
    finding.message = has(seen, changed) + " of another size or time than on " +
                      name_of(seen.source) + where(changed) +
                      ": one side was changed after the copy, or the copy was not finished";
    if (is_other_version) finding.message += also_explained(group, how);
    const bool was_read = count(group, {CopyAspect::kContents}).count != 0;
    finding.remedy =
        remedy_rsync(group, was_read ? "-aHSc --numeric-ids" : "-aHS --numeric-ids", true);
  }
}

}  // namespace

Check nr706_version_differs() {
  return {{"NR706", "version-differs", "files of a copy are of another version than the source",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
