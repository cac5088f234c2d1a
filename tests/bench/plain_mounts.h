// Mounting as programs without a pipeline do it: the measure to be held against.
#pragma once

#include <string>
#include <vector>

namespace nfsready::bench {

// Both return paths per second, one after the other, 0 when one of them could not be mounted.
[[nodiscard]] double rate_of_nfs_mount(const std::string& server,
                                       const std::vector<std::string>& paths);
[[nodiscard]] double rate_of_nfs_ls(const std::string& server,
                                    const std::vector<std::string>& paths);

}  // namespace nfsready::bench
