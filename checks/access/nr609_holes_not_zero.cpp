#include <string>

#include "base/text.h"
#include "checks/common/mounts.h"
#include "checks/common/remedies.h"
#include "checks/common/seen_faults.h"
#include "checks/common/seen_paging.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// A file that takes nothing holds nothing: every byte of it is zero.
bool is_broken(const SeenPaging& paging) {
  return paging.size() > 0 && paging.used() == 0 && paging.holes != nullptr &&
         paging.holes->end.ok() && !paging.holes->zeros;
}

void run(const Context& context, Sink& sink) {
  for (const SeenPaging& paging : context.shared<SeenPagings>().all()) {
    if (!is_broken(paging)) continue;
    const JudgedMount& judged = paging.mount->judged;
    Draft& draft = add_mount(context, judged, "", sink);
    draft.add_location(judged.mount->origin);
    if (!draft.fresh) continue;
    const MountObservation& seen = paging.mount->seen;
    const std::string server(server_name(context, *judged.mount));
    const std::string file = printable(seen.path + "/" + paging.file->name);
    draft.finding.effect = Effect::kDegraded;
    draft.finding.message = "the paging file of {nodes} in {path} on " + server +
                            " takes no space at all, and yet reads as other than zeros";
    draft.finding.evidence = source_of(seen) + ": " + file + ": size " +
                             std::to_string(paging.size()) + ", used 0; READ gives other bytes";
    draft.finding.remedy =
        "on " + server + ", check the file system before nodes rely on it: df -k " + file +
        "\nthen make the file anew, while the node is down; " + remedy_mkdsklsnode();
  }
}

}  // namespace

Check nr609_holes_not_zero() {
  return {{"NR609", "holes-not-zero", "the holes of a paging file do not read as zeros",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
