// Noderanges (xCAT NodeRange.pm, noderange(3)): which nodes a user means.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"

namespace nfsready {

// What a noderange is evaluated against.
struct NodeNames {
  std::span<const std::string_view> nodes;  // in natural order, without repetition
  const std::unordered_map<std::string_view, std::vector<std::uint32_t>>& groups;  // into nodes
};

struct NodeSelection {
  std::vector<std::uint32_t> nodes;  // into NodeNames::nodes, rising
  // The first name of a range that is no node and no group; empty when there is none. The other
  // names of the range count.
  std::string absent;
};

// Names and groups (a name wins over a group), a-b, a:b, a[1-3,7], f[1-2]n[1-3], n[01-12], a+2,
// /regex (of the whole name), parentheses, '@' for the intersection, ',' for the union, and -x for
// what is taken away at the end, whatever its place.
//
// Fails, and says why, for a name that is no node and no group, a range or regex without any node,
// and what cannot be evaluated: ^file and table.column==value.
[[nodiscard]] Result<NodeSelection> evaluate_noderange(std::string_view text,
                                                       const NodeNames& names);

}  // namespace nfsready
