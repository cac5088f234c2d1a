#include "checks/common/failures.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/text.h"
#include "checks/common/heads.h"
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
    case ProblemKind::kNoClient:
      return Mistake::kNoClient;
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

bool is_lost_later(const JudgedMount& judged) {
  const Grant* const file = judged.answer->file.get();
  if (file == nullptr || file->access != Access::kNone || !file->blame.is_set()) return false;
  return faults_of(judged).empty();
}

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
    } else if (is_lost_later(judged)) {
      const Grant& file = *judged.answer->file;
      by_place_[file.blame].push_back(
          {&judged, faults_of(file, judged.mount->needs), std::nullopt, file.certain, false, true});
    } else if (now.blame.is_set() && !faults_of(judged).has(Fault::kNotInForce)) {
      by_place_[now.blame].push_back(
          {&judged, unread, std::nullopt, refused && now.certain, !refused});
    }
  }
  find_on_heads();
}

void Failures::find_on_heads() {
  FaultSet unread;
  unread.add(Fault::kUnread);
  for_each_weaker_head(context_, [&](const WeakerHead& weaker) {
    Failure failure{&weaker.judged, unread, std::nullopt, weaker.grant.certain};
    failure.head = weaker.pair.head;
    if (weaker.mistaken) {
      const MistakenFaults& mistaken = *weaker.mistaken;
      failure.faults = mistaken.faults;
      failure.certain = failure.certain && !mistaken.faults.has(Fault::kUnknown);
      if (mistaken.by.kind != Mistake::kUnread) failure.kind = mistaken.by.kind;
      by_place_[mistaken.by.where].push_back(failure);
    } else if (weaker.fault == Fault::kUnread) {
      by_place_[weaker.grant.blame].push_back(failure);
    }
  });
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
    // An AIX entry that is refused for another one is blamed at its own place.
    const bool refused = !failure.kind && kind == Mistake::kNested;
    if (failure.kind == kind || refused) failures.push_back(failure);
  }
  return failures;
}

std::vector<Failure> Failures::of(const TableMistake& mistake) {
  return of(mistake.where, mistake.kind);
}

std::vector<const JudgedMount*> mounts_of(const std::vector<Failure>& failures) {
  std::vector<const JudgedMount*> mounts;
  mounts.reserve(failures.size());
  for (const Failure& failure : failures) mounts.push_back(failure.judged);
  return mounts;
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

std::string shown_paths(const std::vector<Failure>& failures) {
  if (!common_path(failures).empty()) return "{path}";
  std::set<std::string_view> paths;
  for (const Failure& failure : failures) paths.insert(failure.judged->mount->asked);
  return plural(paths.size(), "path");
}

void add_subjects(const std::vector<Failure>& failures, Draft& draft) {
  draft.path_pattern = common_path(failures);
  for (const Failure& failure : failures) {
    const Mount& mount = *failure.judged->mount;
    draft.add_subject(failure.judged->subject,
                      draft.path_pattern.empty() ? std::string_view{} : mount.asked);
    const bool works_now = failure.later || failure.head != nullptr;
    const Effect effect = works_now ? Effect::kFailoverLoss : effect_of(failure.faults, mount);
    draft.finding.effect = worse(draft.finding.effect, effect);
  }
}

std::string consequence(const std::vector<Failure>& failures) {
  if (failures.empty()) return {};
  FaultSet faults;
  std::set<std::string_view> paths;
  bool if_refused = true;
  bool certain = false;
  bool later = true;
  for (const Failure& failure : failures) {
    certain = certain || failure.certain;
    later = later && failure.later;
    faults.add(failure.faults);
    paths.insert(failure.judged->mount->asked);
    if_refused = if_refused && failure.if_entry_refused;
  }
  std::string clause = certain      ? "; because of that {nodes} "
                       : if_refused ? "; if it refuses the entry, {nodes} "
                                    : "; likely because of that {nodes} ";
  if (later) clause = "; as soon as the file is put in force, {nodes} ";
  clause.append(denied_by(faults)).append(" ");
  clause +=
      common_path(failures).empty() ? std::to_string(paths.size()) + " of {their} paths" : "{path}";
  const Server* const head = failures.front().head;  // all failures of a place are of one server
  return head == nullptr ? clause : clause + " when " + std::string(head->name) + " takes over";
}

}  // namespace nfsready::checks
