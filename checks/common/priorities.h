// The priorities of litetree rows, which order the trees of a node.
#pragma once

#include <optional>
#include <string_view>

#include "model/site.h"

namespace nfsready::checks {

// Nothing for a text that is no number.
[[nodiscard]] std::optional<double> priority_number(std::string_view priority);

// Whether priorities that are equal, or no numbers, leave the order of the node's trees to chance
// (NR416): each run of mkdsklsnode may write another one.
[[nodiscard]] bool is_order_open(const Node& node);

}  // namespace nfsready::checks
