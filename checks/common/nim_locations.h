// Where the service nodes have the resources from which nodes boot.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/context.h"

namespace nfsready::checks {

// One resource as one service node has it.
struct NimLocation {
  std::uint32_t server;  // into Site::servers
  Token path;
};
using NimLocations = std::map<std::string_view, std::vector<NimLocation>>;

// By resource: the SPOTs, roots and shared roots of the images, on every service node of the run.
[[nodiscard]] NimLocations nim_locations(const Context& context);

// The places from which nodes mount, and what lies right above their private roots.
[[nodiscard]] std::set<std::string> places_mounted(const Context& context);

// Of two that are as common, the one from which nodes mount. Requires at least one location.
[[nodiscard]] const NimLocation& most_common(const std::vector<NimLocation>& locations,
                                             const std::set<std::string>& mounted);

}  // namespace nfsready::checks
