#include <string>

#include "base/text.h"
#include "checks/common/copied.h"
#include "checks/common/how_copied.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// With the mounts of the nodes the same is NR607.
bool is_told_elsewhere(const Context& context, const CopyObservation& seen) {
  return seen.purpose == "paging" && !context.observations().mounts.empty();
}

// A name that cannot be shown as it is cannot be typed either.
std::string word_of(const std::string& path) {
  return printable(path) == path ? shell_word(path) : "FILE";
}

std::string dig_holes(const CountedDifferences& dense) {
  const CopyObservation& seen = *dense.trees.front()->seen;
  const std::string path = dense.differences.front().examples.front().path;
  if (!seen.copy.manifest.empty()) return "fallocate --dig-holes " + word_of("COPY/" + path);
  return "on " + seen.copy.server +
         ", while the nodes are down, for each file: " + "fallocate --dig-holes " +
         word_of(seen.copy.path + "/" + path);
}

void run(const Context& context, Sink& sink) {
  for (const CopiedTrees& group : context.shared<CopyGroups>().all()) {
    const CountedDifferences dense = count_untold(group, how_copied(group), {CopyAspect::kDense});
    if (dense.count == 0 || is_told_elsewhere(context, group.first())) continue;
    const CopyObservation& seen = group.first();
    Draft& draft = begin_copied(group, dense, sink);
    Finding& finding = draft.finding;
    finding.message = has(seen, dense) + " without the holes that " + name_of(seen.source) +
                      " has" + where(dense) + ": copied without -S";
    finding.remedy = dig_holes(dense) +
                     "\nnext time: rsync -aHS --numeric-ids, or on AIX pax or backup and restore "
                     "through an NFS mount of the copy";
  }
}

}  // namespace

Check nr711_sparse_lost() {
  return {{"NR711", "sparse-lost", "files with holes take their whole size in the copy",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
