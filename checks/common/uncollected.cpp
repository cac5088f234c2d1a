#include "checks/common/uncollected.h"

#include <algorithm>

#include "base/path.h"
#include "checks/common/mounts.h"
#include "plan/boot_files.h"

namespace nfsready::checks {

bool Uncollected::is_told(const JudgedMount& judged, std::string_view name) {
  const bool is_hosts = name == "etc/hosts" || name.starts_with("etc/.client_data/hosts.");
  const bool is_filesystems =
      name == "etc/filesystems" || name.starts_with("etc/.client_data/filesystems.");
  const Server* const server = server_of(context_, *judged.mount);
  if (server == nullptr || (!is_hosts && !is_filesystems)) return false;
  const NodeEtc* const etc = etc_of(*server, *judged.node, judged.mount->asked);
  const bool collected =
      etc != nullptr && (is_hosts ? etc->hosts.has_value() : etc->filesystems.has_value());
  return !collected && holds_others(*server, *judged.node, judged.mount->asked);
}

bool Uncollected::holds_others(const Server& server, const Node& node, std::string_view root) {
  if (node.kind != NodeKind::kStateless) {
    const auto& folders = server.client_data_folders;
    return std::find(folders.begin(), folders.end(), root) != folders.end();
  }
  const auto [found, is_new] = folders_.try_emplace(&server);
  if (is_new) {
    for (const auto& [path, etc] : server.roots) found->second.insert(parent_of(path));
  }
  return found->second.count(parent_of(root)) != 0;
}

}  // namespace nfsready::checks
