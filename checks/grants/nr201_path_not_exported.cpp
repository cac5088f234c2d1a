#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/text.h"
#include "checks/common/collecting.h"
#include "checks/common/copies.h"
#include "checks/common/faults.h"
#include "checks/common/line_of_head.h"
#include "checks/common/lite_mounts.h"
#include "checks/common/misspelt_path.h"
#include "checks/common/mounts.h"
#include "checks/common/nim_paths.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// Nobody can tell an empty file from one that was not collected well.
std::string unless_collected_badly(const Context& context, const Server& server) {
  if (!server.exports || server.exports->files.empty()) return {};
  const SourceId file = server.exports->files.front();
  if (server.exports->files.size() > 1 || !context.site().sources->file(file).text().empty()) {
    return {};
  }
  const std::string path(context.site().path_of(file));
  return path + " is empty: if the original is not, " + how_to_collect(path) + "\nif it is, ";
}

// The line that exports the same path on the node's service node: what should have been copied.
Grant grant_on_service_node(const Context& context, const JudgedMount& judged) {
  if (judged.node->service_nodes.empty()) return {};  // NR904, NR906: an overlay is mounted anyway
  const std::uint32_t service_node = judged.node->service_nodes.front();
  if (service_node == judged.mount->server) return {};
  const Server& server = context.site().servers[service_node];
  return context.ask(server, judged.mount->asked, Context::client_of(*judged.node)).now;
}

Span start_of_exports(const Server& server) {
  if (server.exports) return Span{server.exports->files.front(), 0, 0};
  return server.live.empty() ? Span{} : Span{server.live.front().files.front(), 0, 0};
}

// Servers that export nothing at all of what boots: one lost file, not one fault per path.
std::set<std::uint32_t> servers_without_any(const Context& context) {
  constexpr std::size_t kTooManyForChance = 3;
  std::map<std::uint32_t, std::set<std::string_view>> missing;
  std::set<std::uint32_t> serving;
  for (const JudgedMount& judged : context.mounts()) {
    if (judged.mount->purpose == Purpose::kPostscripts) continue;
    if (faults_of(judged).has(Fault::kNotExported)) {
      missing[judged.mount->server].insert(judged.mount->asked);
    } else {
      serving.insert(judged.mount->server);
    }
  }
  std::set<std::uint32_t> empty;
  for (const auto& [server, paths] : missing) {
    if (paths.size() >= kTooManyForChance && serving.count(server) == 0) empty.insert(server);
  }
  return empty;
}

void describe_lost_exports(const Context& context, const JudgedMount& judged, Draft& draft) {
  const Server& server = *server_of(context, *judged.mount);
  Finding& finding = draft.finding;
  draft.add_location(start_of_exports(server));
  finding.server = server.name;
  finding.effect = Effect::kNoBoot;
  finding.message = "{nodes} boot{s} from " + std::string(server.name) +
                    ", which exports none of the paths that they mount";
  finding.evidence = "the first of them: " + std::string(judged.mount->asked);
  finding.remedy =
      unless_collected_badly(context, server) +
      "on the management node, to let NIM write the exports again: mkdsklsnode -f {nodes} (stops "
      "nodes that run)";
}

using Mounts = std::vector<const JudgedMount*>;

// Mounts of one path, of one node or, where the path has the node's name in it, of several.
struct MissingPath {
  std::string pattern;
  Mounts mounts;
};

// The paths that one server lacks, and that matter alike.
struct MissingPaths {
  std::vector<MissingPath> paths;  // in the order in which they are met
  std::unordered_map<std::string, std::size_t> by_pattern;

  void add(const JudgedMount& judged) {
    std::string pattern = path_pattern(*judged.node, judged.mount->asked);
    const auto [found, is_new] = by_pattern.try_emplace(std::move(pattern), paths.size());
    if (is_new) paths.push_back({found->first, {}});
    paths[found->second].mounts.push_back(&judged);
  }
};

// The exports that are to be made: one for each directory, as long as nobody tires of reading.
std::vector<Mounts> as_exports(const MissingPath& path) {
  constexpr std::size_t kMostExports = 4;
  std::map<std::string_view, Mounts> by_directory;
  for (const JudgedMount* const judged : path.mounts) {
    by_directory[judged->mount->asked].push_back(judged);
    if (by_directory.size() > kMostExports) return {path.mounts};
  }
  std::vector<Mounts> exports;
  exports.reserve(by_directory.size());
  for (auto& [directory, mounts] : by_directory) exports.push_back(std::move(mounts));
  return exports;
}

void add_copy(const Context& context, const JudgedMount& judged, Draft& draft) {
  const Grant copy = grant_on_service_node(context, judged);
  if (!copy.rule.is_set() || copy.access == Access::kNone) return;
  draft.finding.evidence += "\nexported by the service node: " + context.line(copy.rule);
  draft.add_location(copy.rule);
}

// Of a few paths each is told by itself; of many, all are one cause: a file that is out of date.
std::string message_of(const Context& context, const std::vector<const MissingPath*>& paths) {
  const JudgedMount& first = *paths.front()->mounts.front();
  const std::string server(server_name(context, *first.mount));
  if (paths.size() == 1) {
    return "{nodes} mount{s} {path}, " + std::string(noun(first.mount->purpose)) + ", but " +
           server + " exports neither it nor a directory above it";
  }
  constexpr std::size_t kMostPaths = 12;
  std::string message = "{nodes} mount{s} " + plural(paths.size(), "path") + " that " + server +
                        " does not export, nor a directory above them: ";
  for (std::size_t i = 0; i < paths.size() && i < kMostPaths; ++i) {
    message.append(i == 0 ? "" : ", ").append(paths[i]->pattern);
  }
  return paths.size() <= kMostPaths ? message : message + ", ...";
}

void report(const Context& context, const std::string& key,
            const std::vector<const MissingPath*>& paths, ProposedIds& ids, Sink& sink) {
  const JudgedMount& first = *paths.front()->mounts.front();
  Draft& draft = sink.cause(key + "|" + paths.front()->pattern);
  Finding& finding = draft.finding;
  draft.add_location(start_of_exports(*server_of(context, *first.mount)));
  finding.server = server_name(context, *first.mount);
  const bool certain = first.answer->now.certain;
  finding.certainty = certain ? Certainty::kCertain : Certainty::kLikely;
  finding.evidence = context.line(first.mount->origin);
  if (paths.size() == 1) draft.path_pattern = paths.front()->pattern;
  std::vector<Mounts> exports;
  for (const MissingPath* const path : paths) {
    const Purpose purpose = path->mounts.front()->mount->purpose;
    finding.effect = worse(finding.effect, effect_when_refused(purpose));
    for (const JudgedMount* const judged : path->mounts) {
      draft.add_subject(judged->subject,
                        paths.size() == 1 ? judged->mount->asked : std::string_view{});
      const bool shown = paths.size() == 1 || judged == path->mounts.front();
      if (shown) draft.add_location(judged->mount->origin);
    }
    for (Mounts& mounts : as_exports(*path)) exports.push_back(std::move(mounts));
  }
  if (paths.size() == 1) add_copy(context, first, draft);
  finding.message = message_of(context, paths);
  const Server& server = *server_of(context, *first.mount);
  finding.remedy = unless_collected_badly(context, server) +
                   remedy_missing(context, server, exports, ids.of(server));
}

// Paths that one line of another head would serve lack that line; every other one is told by
// itself.
std::vector<std::vector<const MissingPath*>> by_line_of_head(
    const Context& context, const std::vector<const MissingPath*>& paths, ProposedIds& ids) {
  std::vector<std::vector<const MissingPath*>> groups;
  std::map<std::vector<std::string>, std::size_t> by_line;
  for (const MissingPath* const path : paths) {
    const Server& server = *server_of(context, *path->mounts.front()->mount);
    const auto lines = lines_of_head(context, as_exports(*path), ids.of(server));
    const auto [found, is_new] = by_line.try_emplace(lines, groups.size());
    if (is_new || lines.empty()) {
      groups.push_back({path});
    } else {
      groups[found->second].push_back(path);
    }
  }
  return groups;
}

void report_all(const Context& context, const std::map<std::string, MissingPaths>& missing,
                Sink& sink) {
  ProposedIds ids(context.site());
  constexpr std::size_t kTooManyForChance = 3;
  for (const auto& [key, found] : missing) {
    std::vector<const MissingPath*> together;
    for (const MissingPath& path : found.paths) together.push_back(&path);
    if (together.size() >= kTooManyForChance) {
      report(context, key, together, ids, sink);
      continue;
    }
    for (const auto& paths_of_line : by_line_of_head(context, together, ids)) {
      report(context, key, paths_of_line, ids, sink);
    }
  }
}

void run(const Context& context, Sink& sink) {
  NimPaths nim(context);
  MisspeltPaths misspelt(context);
  const std::set<std::uint32_t> lost = servers_without_any(context);
  std::map<std::string, MissingPaths> missing;  // by server and effect
  for (const JudgedMount& judged : context.mounts()) {
    if (!faults_of(judged).has(Fault::kNotExported)) continue;
    if (nim.other_than(judged)) continue;                      // NR310
    if (is_told_by_its_row(context, *judged.mount)) continue;  // NR404, NR411
    const std::string server(server_name(context, *judged.mount));
    const bool is_lost = lost.count(judged.mount->server) != 0;
    if (is_lost && server_of(context, *judged.mount)->nim) {
      Draft& draft = sink.cause("lost|" + server);
      draft.finding.subjects.push_back(judged.subject);
      if (draft.fresh) describe_lost_exports(context, judged, draft);
      continue;
    }
    if (const Token* const path = misspelt.meant_for(judged)) {
      add_misspelt(context, judged, *path, sink.cause("misspelt|" + context.where(path->span)));
      continue;
    }
    const Effect effect = effect_when_refused(judged.mount->purpose);
    const std::string certainty = judged.answer->now.certain ? "" : "|likely";
    std::string key = server;
    key.append("|").append(is_lost ? "all" : word(effect)).append(certainty);
    missing[key].add(judged);
  }
  report_all(context, missing, sink);
  add_copies(context, sink);
}

}  // namespace

Check nr201_path_not_exported() {
  return {{"NR201", "path-not-exported", "a node mounts a path that the server does not export",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
