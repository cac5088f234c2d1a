#include <string>

#include "base/text.h"
#include "checks/common/mounts.h"
#include "checks/common/seen_faults.h"
#include "checks/common/seen_paging.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// Nothing but a paging file is worth its holes.
bool matters(const SeenMount& mount) { return mount.judged.mount->purpose == Purpose::kPaging; }

void run(const Context& context, Sink& sink) {
  for_each_seen_mount(context, [&](const SeenMount& mount) {
    if (!matters(mount) || !keeps_no_holes(mount.seen)) return;
    Draft& draft = add_mount(context, mount.judged, "", sink);
    draft.add_location(mount.judged.mount->origin);
    if (!draft.fresh) return;
    const Attributes& file = *mount.seen.write->attributes;
    const std::string server(server_name(context, *mount.judged.mount));
    draft.finding.message = "the file system of {path} on " + server +
                            " keeps no holes: a paging file there takes its whole size";
    draft.finding.evidence = source_of(mount.seen) +
                             ": two blocks, a mebibyte apart, in a new file in " +
                             printable(mount.seen.path) + ": size " + std::to_string(file.size) +
                             ", used " + std::to_string(file.used);
    draft.finding.remedy = "on " + server +
                           ", put the paging files into a file system with sparse files (ext4, "
                           "XFS, JFS2), or plan for their whole size: df -hT " +
                           printable(mount.seen.path);
  });
}

}  // namespace

Check nr610_holes_not_kept() {
  return {{"NR610", "holes-not-kept", "the file system of paging files keeps no holes",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
