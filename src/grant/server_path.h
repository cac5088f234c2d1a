// Paths as a server sees them: symbolic links followed, file systems told apart.
#pragma once

#include <string>
#include <string_view>

#include "model/file_tree.h"

namespace nfsready {

// The path with its symbolic links resolved, as realpath(3) does as far as `tree` knows. A path
// without a leading slash counts from the root: the working directory of mountd. A path whose
// links go in circles stays as it is.
[[nodiscard]] std::string real_path(const FileTree& tree, std::string_view path);

// The nearest mount point at or above a normalised path; "/" when none is known.
[[nodiscard]] std::string_view file_system_of(const FileTree& tree, std::string_view path);

}  // namespace nfsready
