// Host name patterns of NFS-Ganesha: fnmatch(3) in the C locale, as far as its scanner lets
// patterns through (* ? [abc] [a-c] [!x]).
#pragma once

#include <string_view>

namespace nfsready {

// Case matters, and `*` matches dots as well.
[[nodiscard]] bool matches_ganesha_wildcard(std::string_view pattern, std::string_view text);

}  // namespace nfsready
