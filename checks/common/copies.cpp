#include "checks/common/copies.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "base/text.h"
#include "checks/common/unresolved.h"
#include "model/redirection.h"
#include "plan/resources.h"

namespace nfsready::checks {

namespace {

constexpr std::size_t kMostCommands = 8;  // of one finding

// What one command copies.
struct Copy {
  std::string_view service_node;
  std::string path;  // of the shared root, or of the folder with the private roots
  std::string_view host;
  bool is_private = false;
  bool only_own = false;  // the service node is a backup of other nodes with this shared root
  std::vector<std::string_view> nodes;  // by their NIM names
};

// "pine01", or "<node>" after "for each <node> of pine[01-02]: ".
struct Named {
  std::string loop;
  std::string node;
};

Named named(std::vector<std::string_view> nodes) {
  std::sort(nodes.begin(), nodes.end(), natural_less);
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  if (nodes.size() == 1) return {{}, std::string(nodes.front())};
  std::string folded = fold_names(nodes);
  if (folded.size() > 1000) folded = "these nodes, as the JSON report lists them";
  return {"for each <node> of " + folded + ": ", "<node>"};
}

std::string rsync(const std::string& what, const Copy& copy, const std::string& to) {
  return "rsync -a --numeric-ids " + what + " " + std::string(copy.host) + ":" + to;
}

std::string command_of(const Copy& copy) {
  const std::string on = "then, on " + std::string(copy.service_node) + ": ";
  const Named who = named(copy.nodes);
  const std::string root = copy.path + "/";
  if (copy.is_private) return on + who.loop + rsync(root + who.node, copy, root);
  if (!copy.only_own) return on + rsync(root, copy, root);
  const std::string own = root + "etc/.client_data/";
  return on + rsync("--exclude=/etc/.client_data " + root, copy, root) + "\n" + on + who.loop +
         rsync(own + "*." + who.node, copy, own);
}

// Of an nfsserver that does not resolve yet: another one may be what is meant.
std::string host_once_resolved(const Context& context, std::string_view nfsserver) {
  if (is_path(nfsserver)) return external_server(context);
  return server_meant(context.site(), nfsserver).empty() ? std::string(nfsserver) : "<nfsserver>";
}

class Copies {
 public:
  explicit Copies(const Context& context) : context_(context) {
    for (const Node& node : context.site().nodes) {
      for (std::size_t i = 1; i < node.service_nodes.size(); ++i) {
        backups_.emplace(node.service_nodes[i], node.image);
      }
    }
  }

  // The commands for the nodes of a finding, a line each. `host` is the server that its remedy
  // sets as nfsserver, when it does.
  [[nodiscard]] std::string of(const Finding& finding, std::string_view host) {
    std::map<std::tuple<std::uint32_t, std::string, std::string_view>, Copy> copies;
    for (const Subject& subject : finding.subjects) {
      const Node& node = context_.node(context_.plans()[subject.node]);
      if (node.service_nodes.empty() || node.kind == NodeKind::kUnknown) continue;
      add(node, host.empty() ? host_of(node) : host, copies);
    }
    std::string text;
    std::size_t shown = 0;
    for (const auto& [key, copy] : copies) {
      if (shown++ == kMostCommands) break;
      text += "\n" + command_of(copy);
    }
    if (copies.size() > kMostCommands) text += "\nlikewise on the other service nodes";
    return text;
  }

 private:
  // The server that takes the node's files; empty when there is none.
  std::string_view host_of(const Node& node) {
    const auto [found, is_new] =
        hosts_.try_emplace({node.service_nodes.front(), node.nfsserver.text});
    if (!is_new || !node.nfsserver_seen || !node.nfsserver.is_decided()) return found->second;
    const Site& site = context_.site();
    const Redirection redirection =
        redirection_of(site, node.nfsserver.text, node.service_nodes.front());
    if (redirection.outcome == Redirect::kDone) {
      found->second = redirection.host;
    } else if (redirection.outcome == Redirect::kUnresolved) {
      found->second = host_once_resolved(context_, node.nfsserver.text);
    }
    return found->second;
  }

  template <typename Map>
  void add(const Node& node, std::string_view host, Map& copies) const {
    if (host.empty()) return;
    const std::uint32_t service_node = node.service_nodes.front();
    const Server& server = context_.site().servers[service_node];
    const bool is_private = node.kind == NodeKind::kStateless;
    const ResourceLocation location = location_of(
        context_.site(), node, server, is_private ? Resource::kRoot : Resource::kSharedRoot);
    if (location.location.text.empty()) return;
    std::string path(location.location.text);
    Copy& copy = copies[{service_node, path, host}];
    copy.nodes.push_back(node.nim_name);
    copy.service_node = server.name;
    copy.path = std::move(path);
    copy.host = host;
    copy.is_private = is_private;
    copy.only_own = backups_.count({service_node, node.image}) != 0;
  }

  const Context& context_;
  // By service node and nfsserver.
  std::map<std::pair<std::uint32_t, std::string_view>, std::string> hosts_;
  std::set<std::pair<std::uint32_t, std::uint32_t>> backups_;  // service node and image
};

}  // namespace

void add_copies(const Context& context, Sink& sink) {
  std::optional<Copies> copies;
  for (Draft& draft : sink.drafts()) {
    std::string& remedy = draft.finding.remedy;
    if (remedy.find("mkdsklsnode -f") == std::string::npos) continue;
    if (!copies) copies.emplace(context);
    remedy += copies->of(draft.finding, {});
  }
}

void add_copies_to(const Context& context, std::string_view host, Draft& draft) {
  draft.finding.remedy += Copies(context).of(draft.finding, host);
}

}  // namespace nfsready::checks
