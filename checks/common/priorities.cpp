#include "checks/common/priorities.h"

#include <charconv>
#include <set>

namespace nfsready::checks {

std::optional<double> priority_number(std::string_view priority) {
  double number = 0;
  const char* const end = priority.data() + priority.size();
  const auto [stop, error] = std::from_chars(priority.data(), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
}

bool is_order_open(const Node& node) {
  std::set<double> numbers;
  for (const LiteMount& tree : node.trees) {
    const auto number = priority_number(tree.priority);
    if (!number || !numbers.insert(*number).second) return true;
  }
  return false;
}

}  // namespace nfsready::checks
