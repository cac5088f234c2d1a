#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/text.h"
#include "checks/common/export_lists.h"
#include "checks/common/handle_ids.h"
#include "checks/common/heads.h"
#include "checks/common/mounts.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

enum class Kind : std::uint8_t {
  kFree,    // the head does not use the id of the active one
  kTaken,   // the id of the active head is another export's on this one
  kAbsent,  // one of them has no export of its own there: the one above it answers
};
constexpr std::size_t kKinds = 3;

struct Difference {
  std::string path;
  HandleId active;
  HandleId head;
  Kind kind = Kind::kFree;
  bool on_head = false;  // kAbsent: it is the active head that has no export of its own
};

// How many paths have an id.
std::unordered_map<std::string_view, std::size_t> uses_of(const HandleIds& ids) {
  std::unordered_map<std::string_view, std::size_t> uses;
  for (const auto& [path, id] : ids) ++uses[id.id];
  return uses;
}

// By path. An export without an id is NR111's.
std::unordered_map<std::string, Difference> differences_of(const HandleIds& active,
                                                           const HandleIds& head) {
  const auto in_use = uses_of(head);
  const auto active_uses = uses_of(active);
  std::unordered_map<std::string, Difference> found;
  for (const auto& [path, id] : active) {
    const auto there = head.find(export_above(head, path));
    if (there == head.end() || id.id.empty() || there->second.id.empty()) continue;
    if (there->first != path) {
      found.emplace(path, Difference{path, id, there->second, Kind::kAbsent, false});
      continue;
    }
    if (id.id == there->second.id) continue;
    const bool shared = active_uses.at(id.id) > 1 || in_use.at(there->second.id) > 1;
    if (shared) continue;  // NR110
    const Kind kind = in_use.count(id.id) != 0 ? Kind::kTaken : Kind::kFree;
    found.emplace(path, Difference{path, id, there->second, kind, false});
  }
  for (const auto& [path, id] : head) {
    const auto above = active.find(export_above(active, path));
    if (above == active.end() || above->first == path) continue;
    if (id.id.empty() || above->second.id.empty()) continue;
    found.emplace(path, Difference{path, above->second, id, Kind::kAbsent, true});
  }
  return found;
}

// The differences of one head that have the same consequence: one cause.
struct Renumbered {
  std::vector<const Difference*> exports;  // that nodes mount, each once
  std::unordered_set<const Difference*> seen;
};

std::string consequence(Kind kind) {
  return kind == Kind::kTaken ? "likely mean another directory" : "are stale (ESTALE)";
}

std::string remedy_for(const Context& context, const HeadPair& pair, const Difference& first) {
  const std::string head(pair.head->name);
  const std::string active(pair.active->name);
  const bool is_ganesha = pair.head->kind == ServerKind::kGanesha;
  const Span line = first.on_head ? first.head.entry : first.active.entry;
  const Server& lacking = first.on_head ? *pair.active : *pair.head;
  const Server& having = first.on_head ? *pair.head : *pair.active;
  const std::string reload = "; then: " + std::string(reload_command(lacking)) +
                             ", while no node mounts from " + std::string(lacking.name);
  if (first.kind != Kind::kAbsent) {
    return "on " + head + ": give every export the " + (is_ganesha ? "Export_Id" : "fsid") +
           " that it has on " + active + ", such as " + std::string(first.active.text.text) +
           " instead of " + std::string(first.head.text.text) + reload;
  }
  if (is_ganesha) {
    return on(lacking) + ": add the EXPORT block that " + std::string(having.name) + " has for it" +
           reload;
  }
  return on(lacking) + ", add to /etc/exports every line that " + std::string(having.name) +
         " has for it, such as:\n" + context.line(line) + "\n" + reload.substr(2);
}

void describe(const Context& context, const HeadPair& pair, const Renumbered& renumbered,
              Draft& draft) {
  const std::string head(pair.head->name);
  const std::string active(pair.active->name);
  const Difference& first = *renumbered.exports.front();
  const bool one = !draft.finding.path.empty();
  const std::string id = pair.head->kind == ServerKind::kGanesha ? "Export_Id" : "fsid";
  Finding& finding = draft.finding;
  finding.server = head;
  finding.effect = Effect::kFailoverLoss;
  finding.certainty = first.kind == Kind::kTaken ? Certainty::kLikely : Certainty::kCertain;
  const std::string how = first.kind != Kind::kAbsent ? " with another " + id + " than "
                          : first.on_head             ? " by itself, unlike "
                                          : " only as a part of the export above it, unlike ";
  finding.message = head + ", a head of " + active + ", exports " +
                    (one ? "{path}" : plural(renumbered.exports.size(), "path")) + how + active +
                    ": the file handles of {nodes} " + consequence(first.kind) + " when " + head +
                    " takes over";
  finding.evidence = active + ": " + context.line(first.active.text.span) + "\n" + head + ": " +
                     context.line(first.head.text.span);
  finding.remedy = remedy_for(context, pair, first);
}

// One cause for each head and kind.
Draft& draft_of(const HeadPair& pair, Kind kind, Sink& sink) {
  return sink.cause(std::string(pair.head->name) + "|" + std::to_string(static_cast<int>(kind)));
}

bool is_shorter(const std::string& a, const std::string& b) { return a.size() < b.size(); }

void compare(const Context& context, const HeadPair& pair, Sink& sink) {
  const HandleIds active = handle_ids(*table_of(*pair.active));
  const HandleIds head = handle_ids(*table_of(*pair.head));
  const auto differences = differences_of(active, head);
  if (differences.empty()) return;
  std::array<Renumbered, kKinds> found;
  for (const JudgedMount& judged : context.mounts()) {
    if (judged.mount->server != pair.server || !faults_of(judged).empty()) continue;
    const CleanPath path(judged.mount->asked);
    const auto at = differences.find(
        std::max(export_above(active, path.view()), export_above(head, path.view()), is_shorter));
    if (at == differences.end()) continue;
    const Difference& difference = at->second;
    const std::string pattern = path_pattern(*judged.node, difference.path);
    Draft& draft = draft_of(pair, difference.kind, sink);
    if (draft.fresh) draft.path_pattern = pattern;
    if (draft.path_pattern != pattern) draft.path_pattern.clear();
    draft.add_subject(judged.subject, difference.path);
    if (draft.several_paths) draft.finding.path = draft.path_pattern;
    Renumbered& renumbered = found[static_cast<std::size_t>(difference.kind)];
    if (!renumbered.seen.insert(&difference).second) continue;
    renumbered.exports.push_back(&difference);
    draft.add_location(difference.head.text.span);
    draft.add_location(difference.active.text.span);
  }
  for (const Renumbered& renumbered : found) {
    if (renumbered.exports.empty()) continue;
    Draft& draft = draft_of(pair, renumbered.exports.front()->kind, sink);
    describe(context, pair, renumbered, draft);
  }
}

void run(const Context& context, Sink& sink) {
  for (const HeadPair& pair : head_pairs(context)) {
    const bool comparable = pair.active->kind == pair.head->kind;  // else NR806
    if (comparable && !has_same_files(context.site(), pair)) compare(context, pair, sink);
  }
}

}  // namespace

Check nr802_fsid_differs() {
  return {{"NR802", "fsid-differs",
           "the heads of the external server export a path with different file system ids",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
