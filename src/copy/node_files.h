// The files by which a diskless AIX node knows who it is and what it mounts. Those of two nodes
// often have one size, so they are read, whatever the user wants to have read.
#pragma once

#include <string>
#include <string_view>

namespace nfsready {

// `purpose` is the word of Purpose that the tree is for, `path` is below the tree.
[[nodiscard]] bool is_node_file(std::string_view purpose, const std::string& path);

}  // namespace nfsready
