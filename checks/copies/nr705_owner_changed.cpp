#include <algorithm>
#include <string>

#include "base/text.h"
#include "checks/common/copied.h"
#include "checks/common/how_copied.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

std::string why(const HowCopied& how, const CopyDifference& most) {
  switch (how.mistake) {
    case CopyMistake::kSquashed:
      return "it was copied through an NFS mount that squashes root, or not as root";
    case CopyMistake::kNotAsRoot:
      return "it was copied by that user, not by root";
    case CopyMistake::kPlain:
      return "it was copied as new files (cp -r, scp -r, rsync -r)";
    default:
      break;
  }
  if (most.copy == "0:0") return "it was copied without owners";
  if (most.source.starts_with("0:")) return "they were changed on one side after the copy";
  return "they were taken by name, and the names have other numbers there";
}

// Of the kind of entries with most of one pair.
const CopyDifference& most_frequent(const CountedDifferences& changed) {
  return *std::max_element(
      changed.differences.begin(), changed.differences.end(),
      [](const CopyDifference& a, const CopyDifference& b) { return a.of_pair < b.of_pair; });
}

// What has lost its time too is sent again: then holes and hard links come with it.
std::string remedy(const CopiedTrees& group, const HowCopied& how) {
  const bool is_sent_again =
      std::find(how.also.begin(), how.also.end(), CopyAspect::kTime) != how.also.end();
  if (is_sent_again) {
    return remedy_rsync(group, "-aHS --numeric-ids", false) + "\n(as root on both sides)";
  }
  return remedy_rsync(group, "-a --numeric-ids", false) +
         "\n(as root on both sides; sets the owners, files are not sent again)";
}

void run(const Context& context, Sink& sink) {
  for (const CopiedTrees& group : context.shared<CopyGroups>().all()) {
    const CountedDifferences changed = count(group, {CopyAspect::kOwner});
    if (changed.count == 0) continue;
    const HowCopied how = how_copied(group);
    const CopyObservation& seen = group.first();
    const CopyDifference& most = most_frequent(changed);
    Draft& draft = begin_copied(group, changed, sink);
    Finding& finding = draft.finding;
    finding.effect = Effect::kWrongData;
    finding.message = has(seen, changed) + " of other owners than on " + name_of(seen.source) +
                      where(changed) + ", most often " + most.copy + " instead of " + most.source +
                      ": " + why(how, most);
    if (how.told_as == CopyAspect::kOwner) finding.message += also_explained(group, how);
    finding.remedy = remedy(group, how);
  }
}

}  // namespace

Check nr705_owner_changed() {
  return {
      {"NR705", "owner-changed", "owners of files are not those of the source", Severity::kError},
      run};
}

}  // namespace nfsready::checks
