#include "grant/server_path.h"

#include "base/path.h"

namespace nfsready {

namespace {

// Replaces the first component that is a link by its target; false when there is none.
bool follow_first_link(const FileTree& tree, std::string& path) {
  for (std::size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
    const auto link = tree.links.find(path.substr(0, end));
    if (link != tree.links.end()) {
      const std::string rest = end == std::string::npos ? "" : path.substr(end);
      path = normalise_path(link->second + rest);
      return true;
    }
    if (end == std::string::npos) return false;
  }
}

}  // namespace

std::string real_path(const FileTree& tree, std::string_view path) {
  constexpr int kMostLinks = 40;  // Linux gives up after as many
  std::string start = normalise_path(is_absolute(path) ? path : "/" + std::string(path));
  if (tree.links.empty()) return start;
  std::string resolved = start;
  for (int i = 0; i < kMostLinks; ++i) {
    if (!follow_first_link(tree, resolved)) return resolved;
  }
  return start;
}

std::string_view file_system_of(const FileTree& tree, std::string_view path) {
  for (std::string_view at = path; !at.empty(); at = parent_of(at)) {
    if (tree.mount_points.find(at) != tree.mount_points.end()) return at;
  }
  return "/";
}

}  // namespace nfsready
