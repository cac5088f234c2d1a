#include "copy/running_changes.h"

#include <fnmatch.h>

#include <algorithm>

namespace nfsready {

// lost+found and .snapshots belong to file systems and GPFS; .nfs* are files that a client holds
// open after they were deleted. The rest is what AIX nodes and mkdsklsnode write.
const std::vector<RunningChange>& running_changes() {
  static const std::vector<RunningChange> all = {
      {"lost+found", "", Running::kAnything},
      {".snapshots", "", Running::kAnything},
      {".nfs[0-9A-Fa-f]*", "", Running::kAnything},
      {"var/**", "root", Running::kAnything},
      {"tmp/**", "root", Running::kAnything},
      {"dev/**", "root", Running::kChanges},
      {"etc/objrepos/**", "root", Running::kChanges},
      {"etc/security/lastlog", "root", Running::kChanges},
      {"etc/security/failedlogin", "root", Running::kChanges},
      {"etc/utmp", "root", Running::kAnything},
      {"*.log", "root", Running::kAnything},
      {".sh_history", "root", Running::kAnything},
      {".statelite/**", "shared_root", Running::kAnything},
      {"*.tmp", "shared_root", Running::kAnything},
      {"*.log", "shared_root", Running::kAnything},
  };
  return all;
}

RunningChanges::RunningChanges(std::string_view purpose, const std::vector<std::string>& added) {
  for (const std::string& pattern : added) add(pattern, Running::kAnything);
  for (const RunningChange& change : running_changes()) {
    if (change.purpose.empty() || change.purpose == purpose) add(change.pattern, change.running);
  }
}

void RunningChanges::add(std::string_view pattern, Running running) {
  constexpr std::string_view kBelow = "/**";
  Pattern& added = patterns_.emplace_back();
  added.running = running;
  added.is_below = pattern.ends_with(kBelow);
  if (added.is_below) pattern.remove_suffix(kBelow.size());
  added.is_name = !added.is_below && pattern.find('/') == std::string_view::npos;
  while (pattern.starts_with('/')) pattern.remove_prefix(1);
  added.text = pattern;
}

Running RunningChanges::of(const std::string& path) const {
  const std::size_t slash = path.rfind('/');
  const char* const name = path.c_str() + (slash == std::string::npos ? 0 : slash + 1);
  const auto matches = [&](const Pattern& pattern) {
    if (pattern.is_name) return fnmatch(pattern.text.c_str(), name, 0) == 0;
    const int flags = FNM_PATHNAME | (pattern.is_below ? FNM_LEADING_DIR : 0);
    if (fnmatch(pattern.text.c_str(), path.c_str(), flags) != 0) return false;
    return !pattern.is_below || fnmatch(pattern.text.c_str(), path.c_str(), FNM_PATHNAME) != 0;
  };
  const auto found = std::find_if(patterns_.begin(), patterns_.end(), matches);
  return found == patterns_.end() ? Running::kNothing : found->running;
}

}  // namespace nfsready
