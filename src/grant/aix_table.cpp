#include "grant/aix_table.h"

#include "base/path.h"
#include "grant/server_path.h"

namespace nfsready {

namespace {

constexpr std::size_t kLongestPath = 1024;  // MNTPATHLEN of RFC 1813

}  // namespace

AixTable::AixTable(const AixExports& exports, const FileTree& tree)
    : tree_(tree), live_(exports.live) {
  in_force_.reserve(exports.exports.size());
  for (std::uint32_t i = 0; i < exports.exports.size(); ++i) add(exports, i);
}

void AixTable::add(const AixExports& exports, std::uint32_t index) {
  const AixExport& entry = exports.exports[index];
  // A client cannot ask for a longer path.
  if (!is_absolute(entry.path.text) || entry.path.text.size() > kLongestPath) return;
  const std::string_view path = normal(entry.path.text);
  if (entry.lost_to) {
    lost_[path].push_back(index);
    return;
  }
  const bool again = in_force_.find(path) != in_force_.end();
  const auto other = live_ || again ? std::nullopt : conflict(path);
  if (other) {
    refused_.emplace(path, Refusal{index, *other});
  } else {
    export_directory(path, index);
  }
}

std::string_view AixTable::normal(std::string_view path) {
  const std::string normal = normalise_path(path);
  return normal == path ? path : texts_.emplace_back(normal);
}

// An exported directory above or below `path` in its file system.
std::optional<std::uint32_t> AixTable::conflict(std::string_view path) const {
  if (const auto below = exported_below_.find(path); below != exported_below_.end()) {
    return below->second;
  }
  const std::string_view top = file_system_of(tree_, path);
  for (std::string_view at = path; at != top && !at.empty();) {
    at = parent_of(at);
    if (const auto found = in_force_.find(at); found != in_force_.end()) {
      return found->second.front();
    }
  }
  return std::nullopt;
}

void AixTable::export_directory(std::string_view path, std::uint32_t index) {
  in_force_[path].push_back(index);
  if (live_) return;
  const std::string_view top = file_system_of(tree_, path);
  for (std::string_view at = path; at != top && !at.empty();) {
    at = parent_of(at);
    exported_below_.emplace(at, index);
  }
}

AixTable::Found AixTable::nearest(const ByDirectory& entries, std::string_view path) {
  for (std::string_view at = path; !at.empty(); at = parent_of(at)) {
    if (const auto found = entries.find(at); found != entries.end()) {
      return {found->first, &found->second};
    }
  }
  return {};
}

const AixTable::Refusal* AixTable::refused(std::string_view path) const {
  const auto found = refused_.find(path);
  return found == refused_.end() ? nullptr : &found->second;
}

bool AixTable::same_file_system(std::string_view path, std::string_view directory) const {
  return file_system_of(tree_, path) == file_system_of(tree_, directory);
}

}  // namespace nfsready
