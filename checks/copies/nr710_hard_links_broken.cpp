#include <string>

#include "base/text.h"
#include "checks/common/copied.h"
#include "checks/common/how_copied.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

void run(const Context& context, Sink& sink) {
  for (const CopiedTrees& group : context.shared<CopyGroups>().all()) {
    const CountedDifferences broken =
        count_untold(group, how_copied(group), {CopyAspect::kHardLinks});
    if (broken.count == 0) continue;
    const CopyObservation& seen = group.first();
    Draft& draft = begin_copied(group, broken, sink);
    Finding& finding = draft.finding;
    finding.message = plural(broken.count, "name") + " in " + std::string(noun_of(seen)) + " on " +
                      name_of(seen.copy) + " belong together in another way than on " +
                      name_of(seen.source) + ": copied without -H, which costs space";
    finding.remedy = remedy_rsync(group, "-aH --numeric-ids", false);
  }
}

}  // namespace

Check nr710_hard_links_broken() {
  return {{"NR710", "hard-links-broken", "names of one file are several files in the copy",
           Severity::kNote},
          run};
}

}  // namespace nfsready::checks
