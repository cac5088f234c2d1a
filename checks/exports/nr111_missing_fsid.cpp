#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "base/text.h"
#include "checks/common/export_lists.h"
#include "checks/common/faults.h"
#include "checks/common/handle_ids.h"
#include "checks/common/heads.h"
#include "checks/common/mounts.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// Where a path lacks an fsid.
enum class Lack : std::uint8_t { kNowhere, kOnActive, kOnHead, kOnBoth };

Lack lack_of(const HandleId& active, const HandleId& head) {
  if (active.id.empty()) return head.id.empty() ? Lack::kOnBoth : Lack::kOnActive;
  return head.id.empty() ? Lack::kOnHead : Lack::kNowhere;
}

// The paths that lack it in the same way; the first of them is shown.
struct Lacking {
  std::set<std::string> paths;
  HandleId active;
  HandleId head;
};

std::string message_of(const HeadPair& pair, Lack lack, const std::string& what) {
  const std::string active(pair.active->name);
  const std::string head(pair.head->name);
  const std::string handles = lack == Lack::kOnBoth
                                  ? "the file handles of {nodes} likely are stale (ESTALE) when "
                                  : "the file handles of {nodes} are stale (ESTALE) when ";
  if (lack == Lack::kOnBoth) {
    return active + " and " + head + ", heads of one server, export " + what +
           " without fsid=: " + handles + head +
           " takes over, unless both of them see the same disks";
  }
  const bool on_head = lack == Lack::kOnHead;
  return (on_head ? head : active) + " exports " + what + " without fsid=, " +
         (on_head ? active : head) + ", the other head of its name, with one: " + handles + head +
         " takes over";
}

std::string remedy_of(const HeadPair& pair, Lack lack, const Lacking& lacking) {
  const std::string reload =
      "; then: " + std::string(reload_command(*pair.head)) + ", while no client has it mounted";
  if (lack == Lack::kOnBoth) {
    return "on " + std::string(pair.active->name) + " and on " + std::string(pair.head->name) +
           ": give every export an fsid= of its own, the same number on both" + reload;
  }
  const bool on_head = lack == Lack::kOnHead;
  const Token& id = on_head ? lacking.active.text : lacking.head.text;
  return on(on_head ? *pair.head : *pair.active) + ": add fsid=" + std::string(id.text) +
         " to the options; likewise give every export the fsid of the other head" + reload;
}

std::string key_of(const HeadPair& pair, Lack lack) {
  return std::string(pair.head->name) + "|" + std::to_string(static_cast<int>(lack));
}

void describe(const Context& context, const HeadPair& pair, Lack lack, const Lacking& lacking,
              Sink& sink) {
  Draft& draft = sink.cause(key_of(pair, lack));
  const std::string what =
      draft.finding.path.empty() ? plural(lacking.paths.size(), "path") : std::string("{path}");
  draft.add_location(lack == Lack::kOnHead ? lacking.active.entry : lacking.head.entry);
  Finding& finding = draft.finding;
  finding.server = lack == Lack::kOnHead ? pair.head->name : pair.active->name;
  finding.effect = Effect::kFailoverLoss;
  finding.certainty = lack == Lack::kOnBoth ? Certainty::kLikely : Certainty::kCertain;
  finding.message = message_of(pair, lack, what);
  finding.evidence = std::string(pair.active->name) + ": " + context.line(lacking.active.entry) +
                     "\n" + std::string(pair.head->name) + ": " + context.line(lacking.head.entry);
  finding.remedy = remedy_of(pair, lack, lacking);
}

// Adds the mount to its cause.
void add_subject(const HeadPair& pair, Lack lack, const JudgedMount& judged,
                 const std::string& path, const Span& place, Sink& sink) {
  const std::string pattern = path_pattern(*judged.node, path);
  Draft& draft = sink.cause(key_of(pair, lack));
  if (draft.fresh) draft.path_pattern = pattern;
  if (draft.path_pattern != pattern) draft.path_pattern.clear();
  draft.add_subject(judged.subject, path);
  if (draft.several_paths) draft.finding.path = draft.path_pattern;
  draft.add_location(place);
}

void compare(const Context& context, const HeadPair& pair, Sink& sink) {
  const HandleIds active = handle_ids(*table_of(*pair.active));
  const HandleIds head = handle_ids(*table_of(*pair.head));
  std::map<Lack, Lacking> found;
  for (const JudgedMount& judged : context.mounts()) {
    if (judged.mount->server != pair.server || !faults_of(judged).empty()) continue;
    const CleanPath asked(judged.mount->asked);
    const std::string path = export_above(active, asked.view());
    const auto there = head.find(path);
    if (there == head.end()) continue;
    const HandleId& here = active.at(path);
    const Lack lack = lack_of(here, there->second);
    if (lack == Lack::kNowhere) continue;
    Lacking& lacking = found.try_emplace(lack, Lacking{{}, here, there->second}).first->second;
    lacking.paths.insert(path);
    add_subject(pair, lack, judged, path, (lack == Lack::kOnHead ? there->second : here).entry,
                sink);
  }
  for (const auto& [lack, lacking] : found) describe(context, pair, lack, lacking, sink);
}

void run(const Context& context, Sink& sink) {
  for (const HeadPair& pair : head_pairs(context)) {
    const bool linux_heads =
        pair.active->kind == ServerKind::kLinux && pair.head->kind == ServerKind::kLinux;
    if (linux_heads) compare(context, pair, sink);
  }
}

}  // namespace

Check nr111_missing_fsid() {
  return {{"NR111", "missing-fsid",
           "a server with several heads exports a path without fsid=", Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
