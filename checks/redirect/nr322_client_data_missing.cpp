#include <algorithm>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/path.h"
#include "base/text.h"
#include "checks/common/boot_edits.h"
#include "checks/common/copies.h"
#include "checks/common/former_server.h"
#include "checks/common/missing_evidence.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// A server that should hold the files of a node.
enum class Role : std::uint8_t {
  kBoots,
  kBackup,
  kExternal,
  kBoth,  // the one that boots the node, and the external server, which has its copy
};

struct Gravity {
  Severity severity = Severity::kError;
  Effect effect = Effect::kNoBoot;
  Certainty certainty = Certainty::kCertain;
};

// The node reads its private root where it is mounted; of a shared_root first the service node's
// copy, later one of the two.
Gravity gravity_of(const Node& node, Role role, bool everything) {
  const bool is_private = node.kind == NodeKind::kStateless;
  if (role == Role::kBackup) return {Severity::kWarning, Effect::kFailoverLoss};
  if (role == Role::kBoots && is_private && node.redirected) {
    return {Severity::kWarning, Effect::kNone};  // nothing is there to be copied
  }
  if ((role == Role::kExternal && !is_private) || !everything) {
    return {Severity::kWarning, Effect::kNoBoot, Certainty::kLikely};
  }
  return {};
}

// With -n NIM calls a node "<short name>_<image>"; without it mkdsklsnode would define it anew.
std::string remedy_again(const Site& site, const Node& node) {
  std::string text = remedy_mkdsklsnode();
  const bool has_image = node.image != kNoIndex &&
                         node.nim_name.ends_with("_" + std::string(site.images[node.image].name));
  if (has_image) text.replace(text.find("-f"), 2, "-f -n");
  return text;
}

// By which the files go.
std::string nim_name_of(const Node& node) {
  if (node.nim_name == short_name(node.name)) return {};
  return ", which NIM calls " + std::string(node.nim_name) + ",";
}

class Finder {
 public:
  Finder(const Context& context, Sink& sink)
      : context_(context),
        sink_(sink),
        edits_(context),
        former_(context),
        unreadable_(context.site()),
        root_folders_(context.site().servers.size()) {}

  void look(const NodePlan& plan) {
    const Node& node = context_.node(plan);
    if (node.kind == NodeKind::kUnknown) return;
    for (const std::uint32_t service_node : node.service_nodes) {
      const Server& server = context_.site().servers[service_node];
      // NR314 and NR319 tell of nodes that NIM does not know.
      if (server.nim && server.nim_object(node.nim_name) == nullptr) continue;
      const BootFiles files = edits_.files(node, service_node);
      if (files.root.empty()) continue;
      const bool boots = service_node == node.service_nodes.front();
      const std::string source = missing(node, service_node, files.root, files.source);
      const bool has_copy = boots && node.redirected && node.external != kNoIndex;
      const std::string copy = has_copy && former_.of(node).empty()
                                   ? missing(node, node.external, files.root, files.copy)
                                   : std::string();
      if (!source.empty()) {
        const Role role = !boots ? Role::kBackup : source == copy ? Role::kBoth : Role::kBoots;
        report(plan, files, {service_node, role, source, files.source});
      }
      if (!copy.empty() && copy != source) {
        report(plan, files, {node.external, Role::kExternal, copy, files.copy});
      }
    }
  }

 private:
  // What is missing where.
  struct Missing {
    std::uint32_t server = kNoIndex;
    Role role = Role::kBoots;
    std::string files;
    const NodeEtc* etc = nullptr;
  };

  // "hosts and filesystems"; empty when nothing is, or nobody can say.
  std::string missing(const Node& node, std::uint32_t server, const std::string& root,
                      const NodeEtc* etc) {
    const bool hosts = etc != nullptr && etc->hosts;
    const bool filesystems = etc != nullptr && etc->filesystems;
    if (hosts && filesystems) return {};
    if (!others_are_there(node, server, root)) return {};
    if (!hosts && is_unreadable(node, server, root, "hosts")) return {};  // NR902
    if (!filesystems && is_unreadable(node, server, root, "filesystems")) return {};
    return hosts ? "filesystems" : filesystems ? "hosts" : "hosts and filesystems";
  }

  [[nodiscard]] bool is_unreadable(const Node& node, std::uint32_t server, const std::string& root,
                                   std::string_view file) const {
    if (unreadable_.empty()) return false;
    const std::string folder =
        "servers/" + std::string(context_.site().servers[server].name) + root;
    const std::string path =
        node.kind == NodeKind::kStateless
            ? folder + "/etc/" + std::string(file)
            : folder + "/etc/.client_data/" + std::string(file) + "." + std::string(node.nim_name);
    return unreadable_.gap_of(path) != nullptr;
  }

  // Files of other nodes were collected from the same folder.
  bool others_are_there(const Node& node, std::uint32_t server, std::string_view root) {
    const Server& holder = context_.site().servers[server];
    if (node.kind != NodeKind::kStateless) {
      const auto& folders = holder.client_data_folders;
      return std::find(folders.begin(), folders.end(), root) != folders.end();
    }
    auto& folders = root_folders_[server];
    if (folders.empty()) {
      for (const auto& [path, etc] : holder.roots) folders.insert(parent_of(path));
    }
    return folders.count(parent_of(root)) != 0;
  }

  // Where the files of the others are, as the place.
  [[nodiscard]] Span place_of_another(const Node& node, const Server& holder,
                                      std::string_view root) const {
    std::string_view first_name;
    Span place;
    const auto take = [&](std::string_view name, const NodeEtc& etc) {
      if (!etc.hosts && !etc.filesystems) return;
      if (place.is_set() && first_name <= name) return;
      first_name = name;
      place = etc.filesystems ? etc.filesystems->start() : etc.hosts->start();
    };
    if (node.kind == NodeKind::kStateless) {
      for (const auto& [path, etc] : holder.roots) {
        if (parent_of(path) == parent_of(root)) take(path, etc);
      }
    } else {
      for (const auto& [key, etc] : holder.client_data) {
        if (key.starts_with(root)) take(key, etc);
      }
    }
    return place;
  }

  void report(const NodePlan& plan, const BootFiles& files, const Missing& found) {
    const auto& [server, role, missing, etc] = found;
    const bool everything = etc == nullptr || (!etc->hosts && !etc->filesystems);
    const Node& node = context_.node(plan);
    const Site& site = context_.site();
    const Server& holder = site.servers[server];
    const bool is_private = node.kind == NodeKind::kStateless;
    const std::string folder =
        is_private ? std::string(parent_of(files.root)) : files.root + "/etc/.client_data";
    Draft& draft = sink_.cause(std::string(holder.name) + "|" + folder + missing +
                               (role == Role::kBackup ? "|backup"
                                : role == Role::kBoth ? "|both"
                                                      : ""));
    draft.add_subject(context_.subject(plan));
    if (!draft.fresh) return;
    const Span there = everything   ? place_of_another(node, holder, files.root)
                       : etc->hosts ? etc->hosts->start()
                                    : etc->filesystems->start();
    draft.add_location(there);
    draft.add_location(node.where);
    const Gravity gravity = gravity_of(node, role, everything);
    Finding& finding = draft.finding;
    finding.server = holder.name;
    finding.path = folder;
    finding.severity = gravity.severity;
    finding.effect = gravity.effect;
    finding.certainty = gravity.certainty;
    finding.message =
        missing + " of {nodes}" + nim_name_of(node) + (everything ? " are" : " is") + " not " +
        (is_private ? "below " : "in ") + folder + " on " + std::string(holder.name) +
        (role == Role::kBoth ? ", nor on " + std::string(files.redirection->host) : std::string()) +
        (everything ? ", although those of other nodes are"
                    : ", although the other one of the pair is");
    if (gravity.certainty == Certainty::kLikely) finding.message += "; the boot likely fails";
    finding.evidence = (everything ? "for another node there is " : "there is ") +
                       std::string(context_.file_name(there.source));
    finding.remedy =
        role == Role::kExternal ? remedy_copy(files, folder, is_private) : remedy_again(site, node);
  }

  [[nodiscard]] std::string remedy_copy(const BootFiles& files, const std::string& folder,
                                        bool is_private) const {
    const Site& site = context_.site();
    const std::string to = std::string(files.redirection->host) + ":" + folder + "/";
    return "on " + std::string(site.servers[files.service_node].name) + ": {for each}rsync -a " +
           "--numeric-ids " + folder + (is_private ? "/{node} " : "/*.{node} ") + to +
           "\nwithout --delete, which takes the files of the other service nodes away";
  }

  const Context& context_;
  Sink& sink_;
  BootEdits edits_;
  FormerServers former_;
  UnreadableFiles unreadable_;
  std::vector<std::unordered_set<std::string_view>> root_folders_;  // by server
};

void run(const Context& context, Sink& sink) {
  Finder finder(context, sink);
  for (const NodePlan& plan : context.plans()) finder.look(plan);
  add_copies(context, sink);
}

}  // namespace

Check nr322_client_data_missing() {
  return {{"NR322", "client-data-missing",
           "the hosts or filesystems file of a node is missing where other nodes have theirs",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
