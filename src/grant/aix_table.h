// Which entries of an AIX exports source are in force, by directory.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "exports/aix.h"
#include "model/file_tree.h"

namespace nfsready {

// exportfs takes the entries in file order, and refuses a directory whose parent or child in the
// same file system is exported (exports File). Without known mount points everything is taken to
// be one file system. A live table was accepted as it stands.
class AixTable {
 public:
  AixTable(const AixExports& exports, const FileTree& tree);

  // The entries of the nearest directory at or above a normalised path that has any of a kind.
  struct Found {
    std::string_view directory;
    const std::vector<std::uint32_t>* entries = nullptr;  // in file order; null: none
  };
  [[nodiscard]] Found in_force(std::string_view path) const { return nearest(in_force_, path); }
  [[nodiscard]] Found lost(std::string_view path) const { return nearest(lost_, path); }

  // An entry for exactly this directory that is refused because of another directory.
  struct Refusal {
    std::uint32_t entry = 0;
    std::uint32_t because_of = 0;
  };
  [[nodiscard]] const Refusal* refused(std::string_view path) const;

  [[nodiscard]] bool same_file_system(std::string_view path, std::string_view directory) const;
  [[nodiscard]] bool mount_points_known() const { return !tree_.mount_points.empty(); }

 private:
  using ByDirectory = std::unordered_map<std::string_view, std::vector<std::uint32_t>>;

  static Found nearest(const ByDirectory& entries, std::string_view path);
  void add(const AixExports& exports, std::uint32_t index);
  [[nodiscard]] std::string_view normal(std::string_view path);
  [[nodiscard]] std::optional<std::uint32_t> conflict(std::string_view path) const;
  void export_directory(std::string_view path, std::uint32_t index);

  const FileTree& tree_;
  bool live_;
  std::deque<std::string> texts_;
  ByDirectory in_force_;
  ByDirectory lost_;
  std::unordered_map<std::string_view, Refusal> refused_;
  std::unordered_map<std::string_view, std::uint32_t> exported_below_;  // in the same file system
};

}  // namespace nfsready
