#include "checks/common/claims.h"

#include <algorithm>
#include <string>

namespace nfsready::checks {

namespace {

std::vector<bool> service_nodes_of(const Site& site) {
  std::vector<bool> service_nodes(site.servers.size());
  for (const Node& node : site.nodes) {
    for (const std::uint32_t server : node.service_nodes) service_nodes[server] = true;
  }
  return service_nodes;
}

}  // namespace

Claims::Claims(const Context& context) : site_(context.site()) {
  const std::vector<bool> service_nodes = service_nodes_of(site_);
  for (std::uint32_t i = 0; i < site_.servers.size(); ++i) {
    const Server& server = site_.servers[i];
    // One that boots no node any more still has what NIM made there.
    if (!service_nodes[i] && !server.nim && server.niminfo.empty()) continue;
    for (const auto& [place, etc] : server.client_data) makers_[place].push_back(i);
  }
}

std::vector<std::uint32_t> Claims::others(const Node& node, const BootFiles& files) const {
  const auto found = makers_.find(files.root + "|" + std::string(node.nim_name));
  if (found == makers_.end() || found->second.size() < 2) return {};
  std::vector<std::uint32_t> others = found->second;
  std::vector<std::uint32_t> not_meant;
  if (files.redirection->server != kNoIndex) not_meant = site_.heads_of(files.redirection->server);
  not_meant.push_back(files.service_node);
  std::erase_if(others, [&](std::uint32_t server) {
    return std::find(not_meant.begin(), not_meant.end(), server) != not_meant.end();
  });
  return others;
}

}  // namespace nfsready::checks
