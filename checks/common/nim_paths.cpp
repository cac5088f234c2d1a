#include "checks/common/nim_paths.h"

#include <algorithm>

#include "base/path.h"

namespace nfsready::checks {

namespace {

bool is_of_an_image(Resource resource) {
  return resource == Resource::kSpot || resource == Resource::kRoot ||
         resource == Resource::kSharedRoot;
}

}  // namespace

bool NimPaths::is_told_by_both_files(const JudgedMount& judged) {
  if (judged.mount->stage != Stage::kRemount) return true;
  const BootFiles files = edits_.files(*judged.node, judged.node->service_nodes.front());
  for (const NodeEtc* etc : {files.source, files.copy}) {
    if (etc == nullptr || !etc->filesystems) continue;
    const auto mounts = mount_stanzas(*etc->filesystems);
    const bool has_it = std::any_of(mounts.begin(), mounts.end(), [&](const MountStanza& mount) {
      return mount.dev != nullptr && mount.dev->value.text == judged.mount->path;
    });
    if (!has_it) return false;
  }
  return true;
}

std::optional<NimPath> NimPaths::other_than(const JudgedMount& judged) {
  const auto resource = resource_behind(judged.mount->purpose);
  const Node& node = *judged.node;
  if (!resource || !is_of_an_image(*resource)) return std::nullopt;
  if (judged.mount->path.empty() || node.service_nodes.empty()) return std::nullopt;
  const Server& server = context_.site().servers[node.service_nodes.front()];
  if (server.nim && server.nim_object(node.nim_name) == nullptr) return std::nullopt;  // NR909
  NimPath path{location_of(context_.site(), node, server, *resource), {}};
  path.expected = path_of(path.location, node);
  if (path.expected.empty() || judged.mount->path == path.expected) return std::nullopt;
  if (normalise_path(judged.mount->path) == normalise_path(path.expected)) return std::nullopt;
  if (!is_told_by_both_files(judged)) return std::nullopt;
  return path;
}

}  // namespace nfsready::checks
