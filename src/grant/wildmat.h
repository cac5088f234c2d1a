// Wildcards of Linux exports: support/nfs/wildmat.c of nfs-utils.
#pragma once

#include <string_view>

namespace nfsready {

// Whether the whole of `name` matches `pattern`, without regard to case. `*` and `?` match dots
// too. In a class, `^` at the start negates and `!` does not; `]` at the start, and `-` at the
// start or the end, stand for themselves. `\` takes the next character literally. A class that is
// not closed ends with the pattern.
[[nodiscard]] bool wildmat(std::string_view name, std::string_view pattern);

}  // namespace nfsready
