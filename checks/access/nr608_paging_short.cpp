#include <map>
#include <string>
#include <unordered_map>

#include "base/text.h"
#include "checks/common/mounts.h"
#include "checks/common/remedies.h"
#include "checks/common/seen_faults.h"
#include "checks/common/seen_paging.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// How many nodes have a paging file of which size.
using Sizes = std::map<std::uint64_t, std::size_t>;

// The paging files of an image, wherever they are: their directories differ in the node's name
// only.
std::string family_of(const SeenPaging& paging) {
  return path_pattern(*paging.mount->judged.node, paging.mount->judged.mount->asked);
}

// The size that most of them have; of two that are as frequent the larger one, because what goes
// wrong with a file makes it shorter.
std::uint64_t usual_size(const Sizes& sizes) {
  std::uint64_t usual = 0;
  std::size_t most = 0;
  for (const auto& [size, count] : sizes) {
    if (count < most) continue;
    usual = size;
    most = count;
  }
  return usual;
}

void describe(const SeenPaging& paging, std::uint64_t usual, const std::string& server,
              Draft& draft) {
  const MountObservation& seen = paging.mount->seen;
  const std::string file = printable(seen.path + "/" + paging.file->name);
  draft.finding.message =
      "the paging file of {nodes} in {path} on " + server +
      (paging.size() == 0
           ? " is empty"
           : " is shorter than those of other nodes of the image: " +
                 std::to_string(paging.size()) + " bytes, not " + std::to_string(usual));
  draft.finding.evidence =
      source_of(seen) + ": GETATTR " + file + ": size " + std::to_string(paging.size());
  draft.finding.remedy = is_as_nim_made_it(paging.mount->judged)
                             ? remedy_mkdsklsnode()
                             : "while the nodes are down, copy the whole file to " + server +
                                   " again: rsync -aS --numeric-ids";
}

void run(const Context& context, Sink& sink) {
  const auto& pagings = context.shared<SeenPagings>().all();
  std::unordered_map<std::string, Sizes> families;
  for (const SeenPaging& paging : pagings) ++families[family_of(paging)][paging.size()];
  for (const SeenPaging& paging : pagings) {
    const Sizes& sizes = families[family_of(paging)];
    const std::uint64_t usual = usual_size(sizes);
    if (paging.size() >= usual && paging.size() != 0) continue;
    const JudgedMount& judged = paging.mount->judged;
    Draft& draft = add_mount(context, judged, std::to_string(paging.size()), sink);
    draft.add_location(judged.mount->origin);
    if (!draft.fresh) continue;
    draft.finding.effect = Effect::kDegraded;
    describe(paging, usual, std::string(server_name(context, *judged.mount)), draft);
  }
}

}  // namespace

Check nr608_paging_short() {
  return {{"NR608", "paging-short", "a paging file is shorter than the others of its image",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
