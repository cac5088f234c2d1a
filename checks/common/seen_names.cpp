#include "checks/common/seen_names.h"

#include <algorithm>

#include "checks/common/mounts.h"
#include "observe/nfs_status.h"

namespace nfsready::checks {

SeenNames::SeenNames(const Context& context) {
  for (const MountObservation& seen : context.observations().mounts) {
    if (seen.names.empty()) continue;
    std::vector<const NameSeen*>& names = names_[&seen];
    names.reserve(seen.names.size());
    for (const NameSeen& name : seen.names) names.push_back(&name);
    std::stable_sort(names.begin(), names.end(),
                     [](const NameSeen* a, const NameSeen* b) { return a->name < b->name; });
  }
}

const NameSeen* SeenNames::find(const MountObservation& seen, std::string_view name) const {
  const auto names = names_.find(&seen);
  if (names == names_.end()) return nullptr;
  const auto found = std::lower_bound(
      names->second.begin(), names->second.end(), name,
      [](const NameSeen* entry, std::string_view wanted) { return entry->name < wanted; });
  return found != names->second.end() && (*found)->name == name ? *found : nullptr;
}

std::vector<ExpectedName> expected_of(const Context& context, const JudgedMount& judged) {
  return expected_names(*judged.node, context.plans()[judged.subject.node], *judged.mount);
}

bool is_missing(const NameSeen& seen) {
  // Also when a component before the last is no directory.
  return is_status(seen.end, nfs_status::kNoEntry) ||
         is_status(seen.end, nfs_status::kNotADirectory);
}

std::string name_pattern(const Node& node, std::string_view name) {
  std::string pattern = path_pattern(node, name);
  const std::string own = "." + std::string(node.nim_name.empty() ? node.name : node.nim_name);
  if (own.size() > 1 && pattern.ends_with(own)) {
    pattern.replace(pattern.size() - own.size(), own.size(), ".<node>");
  }
  return pattern;
}

}  // namespace nfsready::checks
