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
    if (how.mistake == CopyMistake::kOtherVersion) continue;  // NR706
    const CountedDifferences times = count_untold(group, how, {CopyAspect::kTime});
    if (times.count == 0 || count(group, {CopyAspect::kSize}).count != 0) continue;  // NR706
    if (count(group, {CopyAspect::kContents}).count != 0) continue;                  // NR708
    const CopyObservation& seen = group.first();
    std::uint64_t bytes = 0;
    std::uint64_t compared = 0;
    for (const CopiedTree& tree : group.trees) {
      bytes += tree.seen->bytes;
      compared += tree.seen->bytes_compared;
    }
    const bool is_proved = compared == bytes;
    Draft& draft = begin_copied(group, times, sink);
    Finding& finding = draft.finding;
    finding.severity = is_proved ? Severity::kNote : Severity::kWarning;
    finding.effect = is_proved ? Effect::kNone : Effect::kDegraded;
    finding.message = has(seen, times) + " of another time than on " + name_of(seen.source) +
                      ", in the same size" + where(times) + ": copied without -t" +
                      (is_proved ? "; their contents were read and compared"
                                 : ", or of another version; --content all reads them");
    finding.remedy = remedy_rsync(group, "-ac --numeric-ids", false) +
                     "\n(compares contents, sends what differs, sets the times)";
  }
}

}  // namespace

Check nr707_time_lost() {
  return {{"NR707", "time-lost", "files of a copy have other times than the source",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
