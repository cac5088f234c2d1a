// Walking one tree to its end, in nfsready's way and in libnfs'.
#pragma once

#include <cstdint>
#include <string>

#include "base/address.h"

namespace nfsready::bench {

struct TreeWalk {
  std::uint64_t names = 0;  // 0: the tree could not be read
  double seconds = 0;
};

// NfsTree, as `compare` reads each side.
[[nodiscard]] TreeWalk walk_tree(const Address& server, const std::string& path);

// One call after the other: nfs_opendir for each directory, nfs_readlink for each link.
[[nodiscard]] TreeWalk walk_one_by_one(const std::string& server, const std::string& path);

}  // namespace nfsready::bench
