#include "copy/node_files.h"

namespace nfsready {

bool is_node_file(std::string_view purpose, const std::string& path) {
  if (purpose == "shared_root") return path.starts_with("etc/.client_data/");
  return purpose == "root" &&
         (path == "etc/hosts" || path == "etc/filesystems" || path == "etc/swapspaces");
}

}  // namespace nfsready
