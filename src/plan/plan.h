// What every node mounts at boot, in order, and why.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/site.h"
#include "plan/mount.h"

namespace nfsready {

// Plans the given nodes (indices into Site::nodes), in that order.
//
// What the node will really read decides: its niminfo file for the first mounts, its filesystems
// file for the second ones, its swapspaces file for paging, the generated tables for the overlay.
// Where such a file was not collected, the mount is derived from the tables and the NIM listings
// as mkdsklsnode would have written it. A node whose image cannot be planned has no mounts.
[[nodiscard]] std::vector<NodePlan> plan_nodes(Site& site, const std::vector<std::uint32_t>& nodes);

}  // namespace nfsready
