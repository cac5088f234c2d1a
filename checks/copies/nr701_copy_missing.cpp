#include <string>

#include "base/text.h"
#include "checks/common/copied.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

void run(const Context& context, Sink& sink) {
  for (const CopiedTrees& group : context.shared<CopyGroups>().all()) {
    CountedDifferences missing;
    for (const CopiedTree& tree : group.trees) {
      if (tree.seen->copy.missing) missing.trees.push_back(&tree);
    }
    if (missing.trees.empty()) continue;
    const CopyObservation& seen = *missing.trees.front()->seen;
    Draft& draft = begin_copied(group, missing, sink);
    Finding& finding = draft.finding;
    finding.effect = Effect::kNoBoot;
    finding.message = name_of(seen.copy) + " does not have " + std::string(noun_of(seen)) +
                      " of {nodes} at {path}: it was not copied there, or to another path";
    finding.evidence = name_of(seen.copy) + ": " + printable(seen.copy.trouble);
    finding.remedy = remedy_rsync(group, "-aHS --numeric-ids", false);
  }
}

}  // namespace

Check nr701_copy_missing() {
  return {{"NR701", "copy-missing",
           "a tree that nodes mount is not on the server that it was to be copied to",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
