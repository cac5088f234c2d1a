#include <string>

#include "base/text.h"
#include "checks/common/mounts.h"
#include "checks/common/seen_faults.h"
#include "checks/common/seen_paging.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

std::string in_mebibytes(std::uint64_t bytes) {
  return std::to_string(bytes / (1024ULL * 1024)) + " MiB";
}

std::string evidence(const SeenPaging& paging) {
  const MountObservation& seen = paging.mount->seen;
  return source_of(seen) + ": GETATTR " + printable(seen.path + "/" + paging.file->name) +
         ": size " + std::to_string(paging.size()) + ", used " + std::to_string(paging.used());
}

void describe(const SeenPaging& paging, const std::string& server, bool is_copy, Draft& draft) {
  draft.finding.message =
      "the paging space of {nodes} in {path} on " + server + " takes its whole size, " +
      in_mebibytes(paging.size()) + " for each node: " +
      (is_copy ? "its holes were lost in the copy" : "it was made without holes");
  draft.finding.evidence = evidence(paging);
  draft.finding.remedy =
      is_copy ? "on " + server + ", while the nodes are down: {for each}fallocate --dig-holes " +
                    "{path}/" + printable(paging.file->name) +
                    "\nnext time, copy with holes: rsync -aS --numeric-ids"
              : "nothing, if there is room for them; NIM makes them sparse with "
                "sparse_paging=yes when they are made";
}

void run(const Context& context, Sink& sink) {
  for (const SeenPaging& paging : context.shared<SeenPagings>().all()) {
    if (!is_dense(*paging.file->attributes)) continue;
    if (keeps_no_holes(paging.mount->seen)) continue;  // NR610
    const JudgedMount& judged = paging.mount->judged;
    const bool is_copy = !is_as_nim_made_it(judged);
    Draft& draft = add_mount(context, judged, is_copy ? "copy" : "made", sink);
    draft.add_location(judged.mount->origin);
    if (!draft.fresh) continue;
    if (!is_copy) draft.finding.severity = Severity::kNote;
    describe(paging, std::string(server_name(context, *judged.mount)), is_copy, draft);
  }
}

}  // namespace

Check nr607_paging_dense() {
  return {{"NR607", "paging-dense", "a paging file takes as much space on its server as it is long",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
