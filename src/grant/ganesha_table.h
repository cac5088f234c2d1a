// Which EXPORT of NFS-Ganesha answers for a path (support/export_mgr.c).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "exports/ganesha.h"

namespace nfsready {

// The EXPORT that was found, and what of the asked path lies below it.
struct GaneshaFound {
  std::uint32_t index = 0;
  std::string_view prefix;
  std::string_view rest;
};

// EXPORTs by one kind of name. The longest prefix by whole components answers. Of several with the
// same name the first answers for exactly that name, the last one for what is below it.
class GaneshaNames {
 public:
  void add(std::string_view name, std::uint32_t index);
  [[nodiscard]] std::optional<GaneshaFound> find(std::string_view path) const;
  [[nodiscard]] std::optional<std::uint32_t> find_exactly(std::string_view name) const;

 private:
  struct Indices {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
  };

  std::unordered_map<std::string_view, Indices> by_name_;
};

}  // namespace nfsready
