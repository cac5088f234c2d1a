// Writes sites of any size for benchmarks, in the layout of a snapshot.
#pragma once

#include <cstdint>
#include <string>

namespace nfsready::bench {

struct SiteShape {
  std::size_t nodes = 4096;
  std::size_t service_nodes = 16;
  bool distinct_hosts = false;   // every server's hosts file differs from the others by one line
  std::uint64_t break_seed = 0;  // 0: a correct site; else faults are planted by this seed
};

// A cluster of stateless nodes with private roots, redirected to one external Linux server: every
// service node serves nodes / service_nodes of them, exports a root and a paging directory per node
// and a SPOT with an access list of all its nodes; every server has a hosts file of the whole site;
// the external server exports all roots and the SPOT. `folder` must not exist yet.
void generate_site(const SiteShape& shape, const std::string& folder);

}  // namespace nfsready::bench
