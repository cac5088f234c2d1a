#include <string>

#include "base/text.h"
#include "checks/common/copied.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

bool is_nobody(const std::string& owner) {
  for (const char* const nobody : {"65534:", "4294967294:"}) {
    if (owner.starts_with(nobody)) return true;
  }
  return false;
}

std::string why(const CopyDifference& difference) {
  if (is_nobody(difference.copy)) {
    return "it was copied through an NFS mount that squashes root, or not as root";
  }
  return "they were taken by name, and the names have other numbers there";
}

void run(const Context& context, Sink& sink) {
  for (const CopiedTrees& group : context.shared<CopyGroups>().all()) {
    const CountedDifferences changed = count(group, {CopyAspect::kOwner});
    if (changed.count == 0) continue;
    const CopyObservation& seen = group.first();
    const CopyDifference& most = changed.differences.front();
    Draft& draft = begin_copied(group, changed, sink);
    Finding& finding = draft.finding;
    finding.effect = Effect::kWrongData;
    finding.message = has(seen, changed) + " of other owners than on " + name_of(seen.source) +
                      where(changed) + ", most often " + most.copy + " instead of " + most.source +
                      ": " + why(most);
    finding.remedy = remedy_rsync(group, "-a --numeric-ids", false) +
                     "\n(as root on both sides; sets the owners, files are not sent again)";
  }
}

}  // namespace

Check nr705_owner_changed() {
  return {
      {"NR705", "owner-changed", "owners of files are not those of the source", Severity::kError},
      run};
}

}  // namespace nfsready::checks
