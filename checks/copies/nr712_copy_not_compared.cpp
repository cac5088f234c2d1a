#include <map>
#include <string>
#include <vector>

#include "base/text.h"
#include "checks/common/copied.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// The side that could not be read; null: the comparison was ended.
const CopySide* unread_side(const CopyObservation& seen) {
  if (!seen.source.trouble.empty()) return &seen.source;
  return seen.copy.trouble.empty() ? nullptr : &seen.copy;
}

std::string why(const CopySide* unread) {
  if (unread == nullptr) return "it was ended before the trees were read";
  if (!unread->manifest.empty()) return printable(unread->trouble);  // which names the file
  return name_of(*unread) + ":" + printable(unread->path) + ": " + printable(unread->trouble);
}

std::string remedy(const CopySide* unread) {
  if (unread == nullptr) return "compare again, and let it come to its end";
  if (!unread->manifest.empty()) {
    const bool is_known = unread->path.starts_with('/') && unread->path != unread->manifest;
    const std::string folder = is_known ? shell_word(unread->path) : std::string("FOLDER");
    return "on its server, list the tree anew, and compare with that: bsdtar -cf - --format=mtree "
           "-C " +
           folder + " . >tree.mtree, or fixtures/list-tree";
  }
  if (unread->stale) return remedy_stale(name_of(*unread), printable(unread->path));
  return "on this host: showmount -e " + name_of(*unread) +
         ", to see whether it answers, and whether it exports " + printable(unread->path) +
         "\nlet this host, or the nodes' own addresses (--netns, --as-node), mount it as root; or "
         "compare a manifest of it: nfsready manifest, bsdtar, or fixtures/list-tree on the server "
         "itself";
}

// The side whose server could not be asked for anything; null: none.
const CopySide* silent_side(const CopyObservation& seen) {
  if (seen.source.silent) return &seen.source;
  return seen.copy.silent ? &seen.copy : nullptr;
}

// However many trees lie there.
void tell_of_silent(const std::string& server, const std::vector<const CopiedTree*>& trees,
                    Sink& sink) {
  constexpr std::size_t kMostTrees = 5;
  Draft& draft = sink.cause("silent|" + server);
  Finding& finding = draft.finding;
  finding.server = server;
  finding.effect = Effect::kUnjudged;
  finding.message = plural(trees.size(), "copy") + (trees.size() == 1 ? " was" : " were") +
                    " not compared: " + server + " could not be asked";
  finding.evidence = server + ": " + printable(silent_side(*trees.front()->seen)->trouble);
  for (std::size_t i = 0; i < trees.size(); ++i) {
    for (const CopyUser& user : trees[i]->users) draft.add_subject(user.subject);
    if (i >= kMostTrees) continue;
    const CopyObservation& seen = *trees[i]->seen;
    finding.evidence += "\n" + name_of(seen.source) + " -> " + name_of(seen.copy) + ": " +
                        printable(seen.copy.path);
  }
  finding.remedy = "on this host: rpcinfo -p " + server +
                   ", to see what answers; start its NFS server, and compare again\nor list the "
                   "trees on it, and compare the manifests: bsdtar, or fixtures/list-tree";
}

bool is_whole(const CopyObservation& seen) { return seen.whole || seen.copy.missing; }

void tell_of_servers(const Context& context, Sink& sink) {
  std::map<std::string, std::vector<const CopiedTree*>> silent;
  for (const CopiedTrees& group : context.shared<CopyGroups>().all()) {
    for (const CopiedTree& tree : group.trees) {
      if (const CopySide* side = silent_side(*tree.seen)) silent[side->server].push_back(&tree);
    }
  }
  for (const auto& [server, trees] : silent) tell_of_silent(server, trees, sink);
}

CountedDifferences not_whole(const CopiedTrees& group) {
  CountedDifferences counted;
  for (const CopiedTree& tree : group.trees) {
    const bool is_told = is_whole(*tree.seen) || silent_side(*tree.seen) != nullptr;
    if (!is_told) counted.trees.push_back(&tree);
  }
  return counted;
}

void tell_of_none(const CopiedTrees& group, const CountedDifferences& wholly, Sink& sink) {
  const CopyObservation& seen = *wholly.trees.front()->seen;
  Finding& finding = begin_copied(group, wholly, sink).finding;
  finding.effect = Effect::kUnjudged;
  finding.message = std::string(noun_of(seen)) + " on " + name_of(seen.copy) +
                    " was not compared with that on " + name_of(seen.source);
  finding.evidence = why(unread_side(seen));
  finding.remedy = remedy(unread_side(seen));
}

void tell_of_parts(const CopiedTrees& group, const CountedDifferences& parts, Sink& sink) {
  const CopyObservation& seen = *parts.trees.front()->seen;
  Finding& finding = begin_copied(group, parts, sink).finding;
  finding.effect = Effect::kUnjudged;
  finding.message = plural(parts.count, "place") + " of " + std::string(noun_of(seen)) + " on " +
                    name_of(seen.source) + " or " + name_of(seen.copy) +
                    " could not be read, or changed meanwhile: what lies there is not compared";
  finding.remedy = "compare again, as root on both servers, when nobody changes the trees";
  if (!seen.source.manifest.empty() || !seen.copy.manifest.empty()) {
    finding.remedy +=
        "; list a manifest anew, as root, with mode, uid, gid, size, time, link and device: "
        "nfsready manifest, bsdtar, or fixtures/list-tree";
  }
}

void run(const Context& context, Sink& sink) {
  tell_of_servers(context, sink);
  for (const CopiedTrees& group : context.shared<CopyGroups>().all()) {
    const CountedDifferences wholly = not_whole(group);
    const CountedDifferences parts = count(group, {CopyAspect::kUnread, CopyAspect::kChanging});
    if (!wholly.trees.empty()) {
      tell_of_none(group, wholly, sink);
    } else if (parts.count != 0) {
      tell_of_parts(group, parts, sink);
    }
  }
}

}  // namespace

Check nr712_copy_not_compared() {
  return {{"NR712", "copy-not-compared", "a tree could not be compared, or not to its end",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
