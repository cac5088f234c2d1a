#include <string>

#include "base/text.h"
#include "checks/common/copied.h"
#include "checks/common/how_copied.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

void run(const Context& context, Sink& sink) {
  for (const CopiedTrees& group : context.shared<CopyGroups>().all()) {
    const CountedDifferences extra = count_untold(group, how_copied(group), {CopyAspect::kExtra});
    if (extra.count == 0) continue;
    const CopyObservation& seen = group.first();
    const bool is_spot = seen.purpose == "spot";
    Draft& draft = begin_copied(group, extra, sink);
    Finding& finding = draft.finding;
    finding.severity = is_spot ? Severity::kWarning : Severity::kNote;
    finding.effect = is_spot ? Effect::kDegraded : Effect::kNone;
    finding.message = has(seen, extra) + " that " + name_of(seen.source) + " does not have" +
                      where(extra) + ": left of an older copy, or made there";
    finding.remedy = is_spot ? remedy_rsync(group, "-aHS --numeric-ids", true) +
                                   "\n(with -n it only says what it would delete)"
                             : "look at them, and remove those that nobody needs; never with "
                               "rsync --delete where several service nodes have their files";
  }
}

}  // namespace

Check nr703_entries_extra() {
  return {{"NR703", "entries-extra", "a copy has files that its source does not have",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
