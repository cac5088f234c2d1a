// What is known of a server's own file tree.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

namespace nfsready {

// Both may be empty: then nothing is known, and paths are taken to be directories of one file
// system per server.
struct FileTree {
  std::set<std::string, std::less<>> mount_points;     // normalised
  std::unordered_map<std::string, std::string> links;  // normalised path -> target, absolute
};

}  // namespace nfsready
