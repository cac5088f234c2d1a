// Files that were read from the servers over NFS.
#pragma once

#include <map>
#include <string>

#include "model/site.h"
#include "observe/observation.h"

namespace nfsready {

// What the observations hold of files that nodes read at boot, by the path that each has in a
// snapshot. A file that was read in part, or from an address that is no server of the site, is left
// out.
[[nodiscard]] std::map<std::string, std::string> served_files(const Site& site,
                                                              const Observations& observations);

}  // namespace nfsready
