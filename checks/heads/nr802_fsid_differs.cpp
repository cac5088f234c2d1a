#include <array>
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

struct Difference {
  std::string path;
  HandleId active;
  HandleId head;
  bool used_otherwise = false;  // the id of the active head is another export's on this one
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
    const auto there = head.find(path);
    if (there == head.end() || id.id.empty() || there->second.id.empty()) continue;
    if (id.id == there->second.id) continue;
    const bool shared = active_uses.at(id.id) > 1 || in_use.at(there->second.id) > 1;
    if (shared) continue;  // NR110
    found.emplace(path, Difference{path, id, there->second, in_use.count(id.id) != 0});
  }
  return found;
}

// The differences of one head that have the same consequence: one cause.
struct Renumbered {
  std::vector<const Difference*> exports;  // that nodes mount, each once
  std::unordered_set<const Difference*> seen;
};

std::string consequence(bool used_otherwise) {
  return used_otherwise ? "likely mean another directory" : "are stale (ESTALE)";
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
  finding.certainty = first.used_otherwise ? Certainty::kLikely : Certainty::kCertain;
  finding.message = head + ", a head of " + active + ", exports " +
                    (one ? "{path}" : plural(renumbered.exports.size(), "path")) +
                    " with another " + id + " than " + active + ": the file handles of {nodes} " +
                    consequence(first.used_otherwise) + " when " + head + " takes over";
  finding.evidence = active + ": " + context.line(first.active.text.span) + "\n" + head + ": " +
                     context.line(first.head.text.span);
  finding.remedy =
      "on " + head + ": give every export the " + id + " that it has on " + active + ", such as " +
      std::string(first.active.text.text) + " instead of " + std::string(first.head.text.text) +
      "; then: " + std::string(reload_command(*pair.head)) + ", while no node mounts from " + head;
}

void compare(const Context& context, const HeadPair& pair, Sink& sink) {
  const HandleIds active = handle_ids(*table_of(*pair.active));
  const auto differences = differences_of(active, handle_ids(*table_of(*pair.head)));
  if (differences.empty()) return;
  std::array<Renumbered, 2> found;  // by used_otherwise
  for (const JudgedMount& judged : context.mounts()) {
    if (judged.mount->server != pair.server || !faults_of(judged).empty()) continue;
    const CleanPath path(judged.mount->asked);
    const auto at = differences.find(export_above(active, path.view()));
    if (at == differences.end()) continue;
    const Difference& difference = at->second;
    const std::string pattern = path_pattern(*judged.node, difference.path);
    Draft& draft =
        sink.cause(std::string(pair.head->name) + (difference.used_otherwise ? "|" : ""));
    if (draft.fresh) draft.path_pattern = pattern;
    if (draft.path_pattern != pattern) draft.path_pattern.clear();
    draft.add_subject(judged.subject, difference.path);
    if (draft.several_paths) draft.finding.path = draft.path_pattern;
    Renumbered& renumbered = found[difference.used_otherwise ? 1 : 0];
    if (!renumbered.seen.insert(&difference).second) continue;
    renumbered.exports.push_back(&difference);
    draft.add_location(difference.head.text.span);
    draft.add_location(difference.active.text.span);
  }
  for (const Renumbered& renumbered : found) {
    if (renumbered.exports.empty()) continue;
    const bool used = renumbered.exports.front()->used_otherwise;
    describe(context, pair, renumbered,
             sink.cause(std::string(pair.head->name) + (used ? "|" : "")));
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
