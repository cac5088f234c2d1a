#include <string>

#include "base/text.h"
#include "checks/common/copied.h"
#include "checks/common/how_copied.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

std::string why(const CopyObservation& seen, bool have_other_times) {
  const bool is_of_nodes = seen.purpose == "root" || seen.purpose == "shared_root";
  if (is_of_nodes) return "copied from another node, changed after the copy, or damaged";
  return have_other_times ? "of another version"
                          : "damaged, changed in place, or with holes in other places";
}

void run(const Context& context, Sink& sink) {
  for (const CopiedTrees& group : context.shared<CopyGroups>().all()) {
    const HowCopied how = how_copied(group);
    const CountedDifferences changed = count_untold(group, how, {CopyAspect::kContents});
    if (changed.count == 0) continue;  // or NR706
    const std::uint64_t times = count_untold(group, how, {CopyAspect::kTime}).count;
    const CopyObservation& seen = group.first();
    Draft& draft = begin_copied(group, changed, sink);
    Finding& finding = draft.finding;
    finding.effect = Effect::kWrongData;
    finding.message = has(seen, changed) + " with other bytes than on " + name_of(seen.source) +
                      ", in the same size" + where(changed) + ": " + why(seen, times != 0);
    if (times != 0) finding.message += "; and " + plural(times, "file") + " of another time";
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
