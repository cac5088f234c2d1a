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
    const CountedDifferences changed =
        count_untold(group, how, {CopyAspect::kSetId, CopyAspect::kMode});
    if (changed.count == 0) continue;
    const CopyObservation& seen = group.first();
    const CountedDifferences set_id = count(group, {CopyAspect::kSetId});
    const CountedDifferences modes = count_untold(group, how, {CopyAspect::kMode});
    Draft& draft = begin_copied(group, changed, sink);
    Finding& finding = draft.finding;
    const bool is_set_id = set_id.count != 0;
    finding.severity = is_set_id ? Severity::kError : Severity::kWarning;
    finding.effect = is_set_id ? Effect::kWrongData : Effect::kDegraded;
    finding.message =
        has(seen, is_set_id ? set_id : changed) +
        (is_set_id ? " with other setuid, setgid or sticky bits than on "
                   : " of another mode than on ") +
        name_of(seen.source) + where(is_set_id ? set_id : changed) +
        (is_set_id && modes.count != 0 ? ", and " + std::to_string(modes.count) + " of another mode"
                                       : "") +
        ": copied without -p, or not as root";
    if (how.mistake == CopyMistake::kPlain) {
      finding.message += also_explained(group, how);
      finding.remedy = remedy_rsync(group, "-aHS --numeric-ids", false);
    } else {
      finding.remedy = remedy_rsync(group, "-a --numeric-ids", false) +
                       "\n(sets the modes; what has the same size and time is not sent again)";
    }
  }
}

}  // namespace

Check nr704_mode_lost() {
  return {{"NR704", "mode-lost", "modes of files are not those of the source", Severity::kError},
          run};
}

}  // namespace nfsready::checks
