// What is known of a server's own file tree: mount points and symbolic links.
#pragma once

#include <vector>

#include "base/problem.h"
#include "base/source.h"

namespace nfsready {

struct SymbolicLink {
  Token path;  // as printed: relative to the directory that was listed
  Token target;
};

// The mount points of Linux /proc/mounts (second field, octal escapes decoded).
[[nodiscard]] std::vector<Token> parse_proc_mounts(const SourceFile& file, Problems& problems);

// The symbolic links in `find . -exec ls -ldnsi {} +`, as collected under listings/.
[[nodiscard]] std::vector<SymbolicLink> parse_listing_links(const SourceFile& file,
                                                            Problems& problems);

}  // namespace nfsready
