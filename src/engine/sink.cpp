#include "engine/sink.h"

#include <algorithm>

namespace nfsready {

void Draft::add_location(const Span& span) {
  auto& locations = finding.locations;
  if (!span.is_set() || locations.size() >= kMaxLocations) return;
  if (std::find(locations.begin(), locations.end(), span) == locations.end()) {
    locations.push_back(span);
  }
}

void Draft::add_subject(Subject subject, std::string_view path) {
  finding.subjects.push_back(subject);
  if (path.empty() || several_paths || finding.path == path) return;
  if (finding.path.empty()) {
    finding.path = path;
    return;
  }
  several_paths = true;
  finding.path = path_pattern;
}

Draft& Sink::cause(const std::string& key) {
  const auto [found, is_new] = by_key_.try_emplace(key, drafts_.size());
  if (is_new) {
    Draft& draft = drafts_.emplace_back();
    draft.finding.check = &check_;
    draft.finding.severity = check_.severity;
    return draft;
  }
  Draft& draft = drafts_[found->second];
  draft.fresh = false;
  return draft;
}

}  // namespace nfsready
