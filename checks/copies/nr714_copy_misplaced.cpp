#include <string>

#include "base/text.h"
#include "checks/common/copied.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// Two trees of no purpose may lie anywhere.
bool is_misplaced(const CopyObservation& seen) {
  const bool is_mounted = seen.purpose != "tree";
  const bool are_on_servers = seen.source.manifest.empty() && seen.copy.manifest.empty();
  return is_mounted && are_on_servers && seen.source.path != seen.copy.path;
}

std::string parent_of_path(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == 0 || slash == std::string::npos ? "/" : path.substr(0, slash);
}

void tell(const CopiedTrees& group, const CountedDifferences& misplaced, Sink& sink) {
  const CopyObservation& seen = *misplaced.trees.front()->seen;
  const std::string from = printable(seen.copy.path);
  const std::string to = printable(seen.source.path);
  Finding& finding = begin_copied(group, misplaced, sink).finding;
  finding.effect = Effect::kNoBoot;
  finding.message = std::string(noun_of(seen)) + " lies in " + from + " on " + name_of(seen.copy) +
                    ", and in " + to + " on " + name_of(seen.source) +
                    ": nodes mount the same path from both";
  finding.evidence = name_of(seen.source) + ": " + to + "; " + name_of(seen.copy) + ": " + from;
  finding.remedy = "on " + name_of(seen.copy) + ": mkdir -p " + parent_of_path(to) + "; mv " +
                   from + " " + to + "\nthen export " + to + " as " + from +
                   " was: exportfs -ra (Linux), exportfs -a (AIX), or restart NFS-Ganesha";
}

void run(const Context& context, Sink& sink) {
  for (const CopiedTrees& group : context.shared<CopyGroups>().all()) {
    CountedDifferences misplaced;
    for (const CopiedTree& tree : group.trees) {
      if (is_misplaced(*tree.seen)) misplaced.trees.push_back(&tree);
    }
    if (!misplaced.trees.empty()) tell(group, misplaced, sink);
  }
}

}  // namespace

Check nr714_copy_misplaced() {
  return {{"NR714", "copy-misplaced", "a tree that nodes mount lies at another path on the server",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
