// Patterns in which `*` stands for any text, empty text included.
#pragma once

#include <string_view>

namespace nfsready {

[[nodiscard]] bool matches_wildcard(std::string_view pattern, std::string_view text);

}  // namespace nfsready
