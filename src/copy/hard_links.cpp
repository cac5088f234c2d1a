#include "copy/hard_links.h"

#include <algorithm>
#include <map>
#include <utility>

namespace nfsready {

namespace {

bool has_names(const Entry& entry) { return entry.links.value_or(1) > 1; }

// The handle and the digest are not needed any more, and are the larger part.
Entry slim(const Entry& entry) {
  Entry copy = entry;
  copy.handle = {};
  copy.digest = {};
  copy.name = {};
  return copy;
}

}  // namespace

void HardLinks::add(const std::string& path, const Entry& source, const Entry& copy) {
  if (has_names(source) || has_names(copy)) pairs_.push_back({path, slim(source), slim(copy)});
}

void HardLinks::tell(const std::function<void(Difference)>& differs) {
  std::map<std::uint64_t, std::uint32_t> of_source;
  std::map<std::uint64_t, std::uint32_t> of_copy;
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::uint32_t> of_both;
  for (const Pair& pair : pairs_) {
    ++of_source[pair.source.id];
    ++of_copy[pair.copy.id];
    ++of_both[{pair.source.id, pair.copy.id}];
  }
  for (Pair& pair : pairs_) {
    const bool is_known = pair.source.id != 0 && pair.copy.id != 0;
    const std::uint32_t together = of_both[{pair.source.id, pair.copy.id}];
    const bool agree =
        is_known ? of_source[pair.source.id] == together && of_copy[pair.copy.id] == together
                 : !pair.source.links || !pair.copy.links || *pair.source.links == *pair.copy.links;
    if (agree) continue;
    if (is_known) {
      pair.source.links = of_source[pair.source.id];
      pair.copy.links = of_copy[pair.copy.id];
    }
    differs({std::move(pair.path),
             std::move(pair.source),
             std::move(pair.copy),
             {CopyAspect::kHardLinks},
             {}});
  }
}

}  // namespace nfsready
