#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "base/path.h"
#include "base/text.h"
#include "checks/common/export_lists.h"
#include "checks/common/faults.h"
#include "checks/common/mounts.h"
#include "checks/common/remedies.h"
#include "engine/check.h"
#include "grant/server_path.h"

namespace nfsready::checks {

namespace {

// The draft of one file system; its path becomes the file system when several paths lie on it.
Draft& cause_of(const JudgedMount& judged, const Server& server, std::string_view file_system,
                std::string_view kind, Sink& sink) {
  Draft& draft = sink.cause(std::string(kind) + "|" + std::string(server.name) + "|" +
                            std::string(file_system));
  const std::string pattern = path_pattern(*judged.node, judged.mount->asked);
  if (draft.fresh) draft.path_pattern = pattern;
  if (draft.path_pattern != pattern) draft.path_pattern = file_system;
  draft.add_subject(judged.subject, judged.mount->asked);
  if (draft.several_paths) draft.finding.path = draft.path_pattern;
  return draft;
}

// The server refuses a path on another file system than its export.
void judge_refused(const Context& context, const JudgedMount& judged, MountCauses& causes,
                   Sink& sink) {
  const Server& server = *server_of(context, *judged.mount);
  const Grant& grant = judged.answer->now;
  const std::string path = real_path(server.tree, judged.mount->asked);
  const std::string file_system(file_system_of(server.tree, path));
  Draft& draft = cause_of(judged, server, file_system, "refused", sink);
  causes.remember(judged, draft);
  Finding& finding = draft.finding;
  const Span entry = grant.entry.is_set() ? grant.entry : grant.rule;
  draft.add_location(entry);
  const Effect effect = effect_when_refused(judged.mount->purpose);
  finding.effect = draft.fresh ? effect : worse(finding.effect, effect);
  if (!draft.fresh) return;
  draft.add_location(judged.mount->origin);
  finding.server = server.name;
  finding.certainty = grant.certain ? Certainty::kCertain : Certainty::kLikely;
  finding.message = "{nodes} may not mount {path} from " + std::string(server.name) + ": " +
                    file_system +
                    " is a file system of its own there, and only a directory above "
                    "it is exported";
  finding.evidence =
      context.line(entry) + "\nmounted on " + std::string(server.name) + ": " + file_system;
}

// The file system gets an export of its own, for all nodes that need something of it.
void add_remedy(const Context& context, const std::vector<const JudgedMount*>& mounts,
                Draft& draft) {
  Repair repair = repair_of(context, mounts, Fault::kBoundary);
  const Server& server = *repair.server;
  repair.path = file_system_of(server.tree, real_path(server.tree, repair.path));
  repair.pattern = repair.path;
  repair.one_path = true;
  HeadIds ids(context.site(), *repair.server);
  draft.finding.remedy = remedy_exports(context, {repair}, ids);
  if (server.kind == ServerKind::kLinux) {
    draft.finding.remedy += "\nor write crossmnt among the options at " +
                            place_on_server(context, server, repair.entries.front().rule);
  }
}

const LinuxRule* rule_at(const ExportsTable& table, const Span& span) {
  const auto* const exports = std::get_if<LinuxExports>(&table.content);
  if (exports == nullptr) return nullptr;
  for (const LinuxExport& entry : exports->exports) {
    for (const LinuxRule& rule : entry.rules) {
      if (rule.span == span) return &rule;
    }
  }
  return nullptr;
}

// Whether clients see what is mounted below an export. One per run of the check.
class Crossings {
 public:
  // `rule` decides about the mounted path, `below` is the mount point under it.
  bool is_seen(const Server& server, const Span& rule, std::string_view below, int version) {
    if (server.kind != ServerKind::kLinux) return server.kind != ServerKind::kAix;
    const auto [known, is_new] = crosses_.try_emplace(rule, false);
    if (is_new) known->second = crosses(server, rule);
    return known->second || is_shown(server, below, version);
  }

 private:
  static bool crosses(const Server& server, const Span& span) {
    if (server.exports) {
      if (const LinuxRule* const rule = rule_at(*server.exports, span)) return rule->crossmnt;
    }
    for (const ExportsTable& table : server.live) {
      if (const LinuxRule* const rule = rule_at(table, span)) return rule->crossmnt;
    }
    return true;  // not known
  }

  // With an export of its own: version 4 shows it, version 3 only with nohide.
  static bool is_shown(const Server& server, std::string_view below, int version) {
    const ExportsTable* const table = table_of(server);
    if (table == nullptr) return true;
    const auto* const exports = std::get_if<LinuxExports>(&table->content);
    if (exports == nullptr) return true;
    for (const LinuxExport& entry : exports->exports) {
      if (entry.lost_to || CleanPath(entry.path.text).view() != below) continue;
      if (version >= 4) return true;
      for (const LinuxRule& rule : entry.rules) {
        if (rule.nohide || rule.crossmnt) return true;
      }
    }
    return false;
  }

  std::unordered_map<Span, bool, HashSpan> crosses_;
};

// The first file system below the mounted path of which the node uses something; empty when none.
std::string_view mounted_below(const Context& context, const JudgedMount& judged,
                               const Server& server) {
  const bool is_persistent = judged.mount->purpose == Purpose::kPersistent;
  std::string start = real_path(server.tree, judged.mount->asked) + "/";
  if (is_persistent) start += short_name(judged.node->name);
  const auto& points = server.tree.mount_points;
  for (auto at = points.lower_bound(start); at != points.end() && at->starts_with(start); ++at) {
    const bool other_node =
        is_persistent && at->size() > start.size() && (*at)[start.size()] != '/';
    if (other_node) continue;
    bool mounted_itself = false;
    for (const Mount& other : context.plans()[judged.subject.node].mounts) {
      const bool same = other.asked == judged.mount->asked;
      if (!same && is_at_or_below(*at, CleanPath(other.asked).view())) mounted_itself = true;
    }
    if (!mounted_itself) return *at;
  }
  return {};
}

// The mount works, but without what is mounted below it on the server.
void judge_hidden(const Context& context, const JudgedMount& judged, Crossings& crossings,
                  Sink& sink) {
  const Server& server = *server_of(context, *judged.mount);
  const std::string_view below = mounted_below(context, judged, server);
  const Grant& grant = judged.answer->now;
  if (below.empty()) return;
  if (crossings.is_seen(server, grant.rule, below, judged.mount->version)) return;
  Draft& draft = cause_of(judged, server, below, "hidden", sink);
  draft.add_location(grant.rule);
  if (!draft.fresh) return;
  Finding& finding = draft.finding;
  finding.server = server.name;
  finding.effect = Effect::kWrongData;
  finding.certainty = Certainty::kLikely;
  finding.message = "{nodes} mount{s} {path}, " + std::string(noun(judged.mount->purpose)) +
                    ", from " + std::string(server.name) + ", and likely find{s} " +
                    std::string(below) + " empty: it is a file system of its own there";
  finding.evidence = context.line(grant.rule) + "\nmounted on " + std::string(server.name) + ": " +
                     std::string(below);
  finding.remedy = server.kind == ServerKind::kAix
                       ? on(server) + ": keep the data in one file system: move it from " +
                             std::string(below) + " into " + std::string(judged.mount->asked)
                       : on(server) + ", at " + place_on_server(context, server, grant.rule) +
                             ": write crossmnt among the client's options; then: exportfs -ra";
}

void run(const Context& context, Sink& sink) {
  Crossings crossings;
  MountCauses causes(context, sink);
  for (const JudgedMount& judged : context.mounts()) {
    const Server* const server = server_of(context, *judged.mount);
    if (server == nullptr || server->tree.mount_points.empty()) continue;
    const FaultSet faults = faults_of(judged);
    if (faults.has(Fault::kBoundary)) judge_refused(context, judged, causes, sink);
    if (faults.empty()) judge_hidden(context, judged, crossings, sink);
  }
  causes.finish([&](const std::vector<const JudgedMount*>& mounts, Draft& draft) {
    add_remedy(context, mounts, draft);
  });
}

}  // namespace

Check nr211_below_mount_point() {
  return {{"NR211", "below-mount-point",
           "a node mounts what lies on another file system of the server than its export",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
