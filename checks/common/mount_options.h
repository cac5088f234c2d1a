// Options of NFS mounts on AIX (AIX commands reference, mount).
#pragma once

#include <string>
#include <string_view>

namespace nfsready::checks {

// An option that AIX does not have, as far as it can be told: one of Linux, or nearly one of AIX.
[[nodiscard]] bool is_unknown_option(std::string_view option);
// Whether a list that is divided by commas has one.
[[nodiscard]] bool has_unknown_option(std::string_view options);

// The option of AIX that stands for one of Linux, or that a misspelt one was meant to be; empty
// when there is none.
[[nodiscard]] std::string option_meant(std::string_view option);

}  // namespace nfsready::checks
