// Files of one node in etc/.client_data of several service nodes: what is copied from them is
// merged on one server.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "checks/common/boot_edits.h"
#include "engine/context.h"

namespace nfsready::checks {

// Shared by the checks, see Context::shared().
class Claims {
 public:
  explicit Claims(const Context& context);

  // The other service nodes, into Site::servers, from which files of the node were collected below
  // the same shared_root. `files` are those of the service node that boots it.
  [[nodiscard]] std::vector<std::uint32_t> others(const Node& node, const BootFiles& files) const;

 private:
  const Site& site_;
  std::unordered_map<std::string_view, std::vector<std::uint32_t>> makers_;  // as client_data
};

}  // namespace nfsready::checks
