#include <algorithm>
#include <map>
#include <vector>

#include "base/text.h"
#include "checks/common/copies.h"
#include "checks/common/lite_mounts.h"
#include "checks/common/mounts.h"
#include "checks/common/remedies.h"
#include "engine/check.h"
#include "plan/overlay.h"

namespace nfsready::checks {

namespace {

// A tree as several nodes mount it.
struct SharedTree {
  std::vector<const JudgedMount*> mounts;
  std::vector<std::uint32_t> nodes;  // in the order of the run
};

using Trees = std::map<std::pair<std::uint32_t, std::string_view>, SharedTree>;

// A variable without a value is the cause when it makes the same tree of several (NR404).
bool has_undefined(const Mount& mount) {
  return mount.path.find("UNDEFINED") != std::string_view::npos;
}

bool may_write(const JudgedMount& judged) {
  return !has_undefined(*judged.mount) && judged.mount->purpose == Purpose::kLitetree &&
         judged.mount->needs.write && judged.mount->server != kNoIndex &&
         judged.answer->now.access == Access::kReadWrite;
}

Trees trees_of(const Context& context) {
  Trees trees;
  for (const JudgedMount& judged : context.mounts()) {
    if (!may_write(judged)) continue;
    SharedTree& tree = trees[{judged.mount->server, judged.mount->path}];
    tree.mounts.push_back(&judged);
    if (tree.nodes.empty() || tree.nodes.back() != judged.subject.node) {
      tree.nodes.push_back(judged.subject.node);
    }
  }
  return trees;
}

// Whether another tree is searched before it, from which the node may have its files.
bool is_first_tree(const Context& context, const JudgedMount& judged) {
  const std::vector<Mount>& mounts = context.plans()[judged.subject.node].mounts;
  const auto first = std::find_if(mounts.begin(), mounts.end(), [](const Mount& mount) {
    return mount.purpose == Purpose::kLitetree;
  });
  return &*first == judged.mount;
}

// The litefile entries that may be found in it.
const Litefile* first_written(const Node& node) {
  const auto found = std::find_if(node.litefiles.begin(), node.litefiles.end(),
                                  [](const Litefile& entry) { return entry.option == "rw"; });
  return found == node.litefiles.end() ? nullptr : &*found;
}

void describe(const Context& context, const JudgedMount& judged, bool is_first, Draft& draft) {
  const Mount& mount = *judged.mount;
  Finding& finding = draft.finding;
  finding.server = server_name(context, mount);
  rate(is_first ? Effect::kWrongData : Effect::kNone, Certainty::kLikely, finding);
  if (!is_first) finding.severity = Severity::kNote;
  draft.add_location(mount.row.is_set() ? mount.row : mount.origin);
  finding.evidence = context.line(draft.finding.locations.front());
  const Litefile* const entry = first_written(*judged.node);
  if (entry != nullptr) {
    draft.add_location(entry->option_where);
    finding.evidence += "\n" + context.line(entry->where);
  }
  draft.add_location(judged.answer->now.rule);
  finding.message =
      "{nodes} share{s} the tree {path} on " + std::string(finding.server) +
      (is_first ? ", and have rw entries: aixlitesetup mounts such a file from the tree itself, so "
                  "that all of them likely write to one file"
                : ", and have rw entries: a file that no earlier tree holds is likely written by "
                  "all of them");
  finding.remedy =
      "keep files that nodes write in a tree of each node, or give them the option persistent; "
      "mount the shared tree read-only: on the management node, write ro into its mntopts (tabedit "
      "litetree)\n" +
      remedy_mkdsklsnode();
}

// The files in it are those of every node that searches it first.
void report(const Context& context, const SharedTree& tree, Sink& sink) {
  const auto firsts =
      std::count_if(tree.mounts.begin(), tree.mounts.end(),
                    [&](const JudgedMount* judged) { return is_first_tree(context, *judged); });
  const JudgedMount& model = *tree.mounts.front();
  Draft& draft =
      sink.cause(std::to_string(model.mount->server) + "|" + std::string(model.mount->path));
  for (const JudgedMount* judged : tree.mounts) {
    draft.add_subject(judged->subject, judged->mount->path);
  }
  describe(context, model, firsts > 1, draft);
}

void run(const Context& context, Sink& sink) {
  for (const auto& [place, tree] : trees_of(context)) {
    if (tree.nodes.size() > 1) report(context, tree, sink);
  }
  add_copies(context, sink);
}

}  // namespace

Check nr421_shared_writers() {
  return {{"NR421", "shared-writers", "several nodes may write to the same files of one tree",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
