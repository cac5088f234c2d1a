#include "checks/common/former_server.h"

#include <algorithm>

namespace nfsready::checks {

bool site_redirects(const Site& site) {
  return std::any_of(site.nodes.begin(), site.nodes.end(),
                     [](const Node& node) { return node.redirected && node.diskless; });
}

namespace {

bool is_judged(const Redirection& redirection, bool others_are_redirected) {
  switch (redirection.outcome) {
    case Redirect::kDone:
    case Redirect::kItself:
      return true;
    case Redirect::kUnset:
      return !others_are_redirected;
    default:
      return false;
  }
}

}  // namespace

FormerServer former_server(BootEdits& edits, const Node& node, std::uint32_t service_node,
                           bool others_are_redirected) {
  if (node.kind == NodeKind::kUnknown || !node.nfsserver_seen) return {};
  if (!is_judged(edits.redirection(node, service_node), others_are_redirected)) return {};
  const BootFiles files = edits.files(node, service_node);
  FormerServer former;
  const auto look_at = [&](const Token& host) {
    if (host.text.find('/') != std::string_view::npos) return;  // NR906
    if (edits.target(node, service_node, host.text) != Target::kOther) return;
    if (former.host.empty()) former.host = host.text;
    former.places.push_back(host.span);
  };
  if (node.kind == NodeKind::kStateless && files.niminfo != nullptr) {
    for (const std::string_view variable : {"SPOT", "ROOT"}) {
      look_at(files.niminfo->content.mount(variable).server);
    }
  }
  const NodeEtc* const etc = files.source != nullptr ? files.source : files.copy;
  if (etc == nullptr || !etc->filesystems) return former;
  const Edit copy = edits.filesystems_edit(node, service_node, files.copy);
  if (etc == files.source && copy == Edit::kDone) return former;  // NR309: the two differ
  for (const MountStanza& mount : mount_stanzas(*etc->filesystems)) {
    if (mount.nodename != nullptr) look_at(mount.nodename->value);
  }
  return former;
}

std::string_view FormerServers::of(const Node& node) {
  if (!node.nfsserver.is_set() || node.service_nodes.empty()) return {};
  return former_server(edits_, node, node.service_nodes.front(), others_are_redirected_).host;
}

}  // namespace nfsready::checks
