// The functions that attribute patterns may call.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "model/perl_value.h"

namespace nfsready {

// sprintf and int, and mknum, a2idx and a2zidx of xCAT's Table.pm: the sum of a text's bytes, and
// the place of its first letter in the alphabet, counted from 1 and from 0.
[[nodiscard]] bool is_known_function(std::string_view name);

// The result of a known function. Nothing when it cannot be told: no argument, no number, or a
// conversion of sprintf other than d, i, s, x, X and o with flags, width and precision.
[[nodiscard]] std::optional<PerlValue> call_function(std::string_view name,
                                                     const std::vector<PerlValue>& arguments);

}  // namespace nfsready
