// The names of probe files. They say by themselves that they are ours: a run that is killed between
// CREATE and WRITE leaves a file in which nothing says it.
#pragma once

#include <string>
#include <string_view>

namespace nfsready {

inline constexpr std::string_view kProbePrefix = ".nfsready-probe-";

// What every probe file begins with, once it is written.
inline constexpr std::string_view kProbeMark = "nfsready probe file; safe to remove\n";

// The prefix, 24 random hexadecimal digits, and their check digits. Nobody can guess it.
[[nodiscard]] std::string new_probe_name();

// Whether it is such a name, check digits included.
[[nodiscard]] bool is_probe_name(std::string_view name);

}  // namespace nfsready
