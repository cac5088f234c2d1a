#include "grant/ganesha_table.h"

namespace nfsready {

void GaneshaNames::add(std::string_view name, std::uint32_t index) {
  const auto [found, is_new] = by_name_.try_emplace(name, Indices{index, index});
  if (!is_new) found->second.last = index;
}

std::optional<GaneshaFound> GaneshaNames::find(std::string_view path) const {
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  for (std::size_t end = path.size(); end > 0 && end != std::string_view::npos;
       end = path.rfind('/', end - 1)) {
    const std::string_view prefix = path.substr(0, end);
    const auto found = by_name_.find(prefix);
    if (found == by_name_.end()) continue;
    const std::string_view rest = path.substr(end);
    return GaneshaFound{rest.empty() ? found->second.first : found->second.last, prefix, rest};
  }
  if (const auto root = by_name_.find("/"); root != by_name_.end() && path.starts_with('/')) {
    return GaneshaFound{path.size() == 1 ? root->second.first : root->second.last, "/", path};
  }
  return std::nullopt;
}

std::optional<std::uint32_t> GaneshaNames::find_exactly(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? std::nullopt : std::optional(found->second.first);
}

}  // namespace nfsready
