// A site for measuring the live part: many paths to ask for, and little else.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace nfsready::bench {

struct LiveShape {
  std::size_t nodes = 5000;
  bool paging = false;                 // a paging directory for each node as well
  std::vector<std::string> addresses;  // of the service nodes, which share the nodes evenly
};

// Stateless nodes that mount a tmp and a home directory of their own over NFSv3. Their SPOT and
// root are NFSv4, which is not asked for, so that every path costs the same calls.
void generate_live_site(const LiveShape& shape, const std::string& folder);

// The paths that the nodes mount, in the order of the nodes.
[[nodiscard]] std::vector<std::string> live_paths(const LiveShape& shape);

}  // namespace nfsready::bench
