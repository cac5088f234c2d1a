// EXPORT blocks of NFS-Ganesha (4.3, support/exports.c): what is read, and what drops them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_set>

#include "exports/ganesha.h"
#include "parse/ganesha_faults.h"
#include "parse/ganesha_permissions.h"
#include "parse/ganesha_tree.h"

namespace nfsready {

// What an EXPORT inherits and must agree with.
struct GaneshaSurroundings {
  VersionSet core_versions;                    // of NFS_CORE_PARAM, or the built-in 3 and 4
  std::optional<VersionSet> default_versions;  // of EXPORT_DEFAULTS
  bool mount_path_pseudo = false;
};

// Reads EXPORT blocks in their order, and remembers what must not come twice.
class GaneshaExportReader {
 public:
  GaneshaExportReader(const GaneshaSurroundings& surroundings, GaneshaFaults& faults)
      : surroundings_(surroundings), faults_(faults) {}

  // The export, marked as lost when the server drops it.
  [[nodiscard]] GaneshaExport read(const GaneshaNode& block);

  // The problem because of which the server crashes while it reads the exports.
  [[nodiscard]] std::optional<std::uint32_t> crash() const { return crash_; }

 private:
  struct Draft;

  void take_options(Draft& draft);
  [[nodiscard]] bool take_identity(const GaneshaNode& node, Draft& draft);
  void check_once(const GaneshaNode& node, std::size_t& times);
  void take_export_id(const GaneshaNode& node, GaneshaExport& result);
  void take_path(const GaneshaNode& node, Token& path, bool& given);
  [[nodiscard]] bool take_limit(const GaneshaNode& node);
  void check_mandatory(const Draft& draft);
  void take_clients(Draft& draft);
  void take_file_system(Draft& draft);
  void take_file_system_block(const GaneshaNode& block, Draft& draft);
  void commit(Draft& draft);
  [[nodiscard]] std::optional<std::uint32_t> check_pseudo(Draft& draft);
  [[nodiscard]] std::optional<std::uint32_t> check_id_zero(const Draft& draft);
  [[nodiscard]] std::optional<std::uint32_t> check_unique(Draft& draft);
  [[nodiscard]] VersionSet effective_versions(const Draft& draft) const;
  [[nodiscard]] bool is_usable(const GaneshaNode& block, std::string_view name);

  const GaneshaSurroundings& surroundings_;
  GaneshaFaults& faults_;
  std::unordered_set<std::uint32_t> ids_;
  std::unordered_set<std::string_view> tags_;
  std::unordered_set<std::string_view> pseudos_;
  std::unordered_set<std::string_view> paths_;
  std::optional<std::uint32_t> crash_;
};

}  // namespace nfsready
