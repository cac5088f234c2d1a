#include "checks/common/failures.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "checks/common/mounts.h"

namespace nfsready::checks {

namespace {

// Mistakes of which the reader tells by a problem at their place.
std::optional<Mistake> mistake_of(ProblemKind kind) {
  switch (kind) {
    case ProblemKind::kUnknownOption:
      return Mistake::kUnknownOption;
    case ProblemKind::kStraySpace:
      return Mistake::kStraySpace;
    case ProblemKind::kContradiction:
      return Mistake::kContradiction;
    case ProblemKind::kIgnored:
      return Mistake::kIgnoredText;
    case ProblemKind::kDuplicate:
      return Mistake::kDuplicate;
    default:
      return std::nullopt;
  }
}

// What a node cannot do because of faults, before the path.
std::string_view denied_by(const FaultSet& faults) {
  FaultSet root;
  root.add(Fault::kSquashed);
  FaultSet writing;
  writing.add(Fault::kReadOnly);
  if (faults == root) return "cannot be root in";
  if (faults == writing) return "may not write to";
  FaultSet both = root;
  both.add(writing);
  return faults == both ? "may not write to, and cannot be root in," : "may not mount";
}

}  // namespace

void Failures::find() {
  if (std::exchange(found_, true)) return;
  FaultSet unread;
  unread.add(Fault::kUnread);
  for (const JudgedMount& judged : context_.mounts()) {
    const Grant& now = judged.answer->now;
    const bool refused = now.access == Access::kNone;
    const auto mistaken = mistake_behind(judged);
    if (mistaken) {
      const bool certain = now.certain && !mistaken->faults.has(Fault::kUnknown);
      std::optional<Mistake> kind = mistaken->by.kind;
      if (kind == Mistake::kUnread) kind.reset();
      by_place_[mistaken->by.where].push_back({&judged, mistaken->faults, kind, certain, false});
    } else if (now.blame.is_set() && !faults_of(judged).has(Fault::kNotInForce)) {
      by_place_[now.blame].push_back(
          {&judged, unread, std::nullopt, refused && now.certain, !refused});
    }
  }
}

std::vector<Failure> Failures::of(const Problem& problem) {
  find();
  std::vector<Failure> failures;
  const auto found = by_place_.find(problem.where);
  if (found == by_place_.end()) return failures;
  const auto kind = mistake_of(problem.kind);
  for (const Failure& failure : found->second) {
    if (!failure.kind || failure.kind == kind) failures.push_back(failure);
  }
  return failures;
}

std::vector<Failure> Failures::of(const Span& where, Mistake kind) {
  find();
  std::vector<Failure> failures;
  const auto found = by_place_.find(where);
  if (found == by_place_.end()) return failures;
  for (const Failure& failure : found->second) {
    if (failure.kind == kind) failures.push_back(failure);
  }
  return failures;
}

std::vector<Failure> Failures::of(const TableMistake& mistake) {
  return of(mistake.where, mistake.kind);
}

std::string common_path(const std::vector<Failure>& failures) {
  std::string common;
  for (const Failure& failure : failures) {
    const JudgedMount& judged = *failure.judged;
    const std::string pattern = path_pattern(*judged.node, judged.mount->asked);
    if (!common.empty() && common != pattern) return {};
    common = pattern;
  }
  return common;
}

std::string consequence(const std::vector<Failure>& failures) {
  if (failures.empty()) return {};
  FaultSet faults;
  std::set<std::string_view> paths;
  bool if_refused = true;
  bool certain = false;
  for (const Failure& failure : failures) {
    certain = certain || failure.certain;
    faults.add(failure.faults);
    paths.insert(failure.judged->mount->asked);
    if_refused = if_refused && failure.if_entry_refused;
  }
  std::string clause = certain      ? "; because of that {nodes} "
                       : if_refused ? "; if it refuses the entry, {nodes} "
                                    : "; likely because of that {nodes} ";
  clause.append(denied_by(faults)).append(" ");
  return clause + (common_path(failures).empty() ? std::to_string(paths.size()) + " of their paths"
                                                 : "{path}");
}

}  // namespace nfsready::checks
