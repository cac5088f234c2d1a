#include "copy/hard_links.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace nfsready {

namespace {

bool has_names(const Entry& entry) { return entry.links.value_or(1) > 1; }

// Sorted, to be counted in.
template <typename Value>
std::uint32_t count_of(const Value& value, const std::vector<Value>& sorted) {
  const auto [begin, end] = std::equal_range(sorted.begin(), sorted.end(), value);
  return static_cast<std::uint32_t>(end - begin);
}

Entry file_with(std::optional<std::uint32_t> links) {
  Entry file;
  file.links = links;
  return file;
}

}  // namespace

void HardLinks::add(const std::string& path, const Entry& source, const Entry& copy) {
  if (!has_names(source) && !has_names(copy)) return;
  const std::size_t begin = path.rfind('/') + 1;  // 0 when there is no slash
  const std::string_view directory = std::string_view(path).substr(0, begin);
  const std::string_view name = std::string_view(path).substr(begin);
  if (directories_.empty() || directories_.back() != directory) {
    directories_.emplace_back(directory);
  }
  pairs_.push_back({names_.keep({name}),
                    static_cast<std::uint32_t>(name.size()),
                    static_cast<std::uint32_t>(directories_.size() - 1),
                    {source.id, source.links},
                    {copy.id, copy.links}});
}

void HardLinks::tell(const std::function<void(Difference)>& differs) {
  std::vector<std::uint64_t> of_source;
  std::vector<std::uint64_t> of_copy;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> of_both;
  for (const Pair& pair : pairs_) {
    of_source.push_back(pair.source.id);
    of_copy.push_back(pair.copy.id);
    of_both.emplace_back(pair.source.id, pair.copy.id);
  }
  std::sort(of_source.begin(), of_source.end());
  std::sort(of_copy.begin(), of_copy.end());
  std::sort(of_both.begin(), of_both.end());
  for (Pair& pair : pairs_) {
    File& source = pair.source;
    File& copy = pair.copy;
    if (source.id != 0 && copy.id != 0) {
      const std::uint32_t together = count_of({source.id, copy.id}, of_both);
      source.links = count_of(source.id, of_source);
      copy.links = count_of(copy.id, of_copy);
      if (source.links == together && copy.links == together) continue;
    } else if (!source.links || !copy.links || *source.links == *copy.links) {
      continue;
    }
    differs({directories_[pair.directory] + std::string(pair.name, pair.name_length),
             file_with(source.links),
             file_with(copy.links),
             {CopyAspect::kHardLinks},
             {}});
  }
}

}  // namespace nfsready
