#include "plan/grep_index.h"

#include <algorithm>

namespace nfsready {

void NameSet::add(std::string_view name) {
  if (name.empty() || !names_.insert(name).second) return;
  const auto at = std::lower_bound(lengths_.begin(), lengths_.end(), name.size());
  if (at == lengths_.end() || *at != name.size()) lengths_.insert(at, name.size());
}

GrepIndex::GrepIndex(const std::vector<GeneratedLine>& lines, const NameSet& names) {
  for (std::uint32_t i = 0; i < lines.size(); ++i) {
    const std::string_view line = lines[i].line.text;
    for (std::size_t at = 0; at < line.size(); ++at) {
      for (const std::size_t length : names.lengths()) {
        if (at + length > line.size()) break;
        const std::string_view name = line.substr(at, length);
        if (!names.has(name)) continue;
        auto& selected = lines_[name];
        if (selected.empty() || selected.back() != i) selected.push_back(i);
      }
    }
  }
}

const std::vector<std::uint32_t>& GrepIndex::lines_with(std::string_view name) const {
  static const std::vector<std::uint32_t> kNone;
  const auto found = lines_.find(name);
  return found == lines_.end() ? kNone : found->second;
}

}  // namespace nfsready
