// Files that appear whole or not at all.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>

#include "base/result.h"

namespace nfsready {

// Writes what `write` puts into the stream. A file is written beside itself and renamed; where a
// symbolic link leads to, when it is one. Pipes and devices are written to as they are. An empty
// name is standard output. The error names the file that could not be written. An error of `write`
// is returned as it is, and leaves an older file as it was.
[[nodiscard]] Result<bool> write_output(const std::string& file,
                                        const std::function<Result<bool>(std::ostream&)>& write);

// The same error, before the work is done; touches nothing that is there.
[[nodiscard]] Result<bool> can_write(const std::string& file);

}  // namespace nfsready
