#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/text.h"
#include "checks/common/collecting.h"
#include "checks/common/damage.h"
#include "checks/common/evidence_users.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

constexpr std::size_t kEnoughOfNoText = 60;  // shown of a file that is no text

// Problems that are told as one.
struct Group {
  std::vector<const Problem*> problems;  // as they were met
  bool loses = false;
};

std::string_view server_of(std::string_view path) {
  constexpr std::string_view kServers = "servers/";
  if (!path.starts_with(kServers)) return {};
  const std::string_view rest = path.substr(kServers.size());
  return rest.substr(0, rest.find('/'));
}

std::string_view table_of(std::string_view path) {
  constexpr std::string_view kTables = "tables/";
  if (!path.starts_with(kTables)) return {};
  const std::string_view name = path.substr(kTables.size());
  return name.substr(0, name.rfind('.'));
}

// The first field of a row that could not be read; empty when it cannot be told.
std::string_view first_field(std::string_view row) {
  if (row.starts_with('"')) {
    const std::size_t end = row.find('"', 1);
    return end == std::string_view::npos ? std::string_view{} : row.substr(1, end - 1);
  }
  return row.substr(0, row.find(','));
}

class Finder {
 public:
  Finder(const Context& context, Sink& sink)
      : context_(context),
        site_(context.site()),
        sink_(sink),
        users_(context, files_of(context.site().problems)) {}

  // What else is wrong with a file that is no text follows from that.
  void look() {
    std::unordered_set<SourceId> no_text;
    for (const Problem& problem : site_.problems) {
      if (problem.kind == ProblemKind::kNulByte) no_text.insert(problem.where.source);
    }
    const std::unordered_set<SourceId> exports = empty_exports(context_);
    for (const Problem& problem : site_.problems) {
      const SourceId file = problem.where.source;
      if (no_text.count(file) != 0 && problem.kind != ProblemKind::kNulByte) continue;
      if (exports.count(file) != 0) continue;
      add(problem);
    }
    for (const Group& group : groups_) report(group);
  }

 private:
  static std::unordered_set<SourceId> files_of(const Problems& problems) {
    std::unordered_set<SourceId> files;
    for (const Problem& problem : problems) files.insert(problem.where.source);
    return files;
  }

  // A way of copying spoils all files of a host alike; a line is broken by itself.
  void add(const Problem& problem) {
    constexpr std::size_t kMostOfOneFile = 8;
    constexpr std::size_t kMostOfOurs = 64;
    const bool loses = loses_evidence(context_, problem);
    const std::string_view path = site_.path_of(problem.where.source);
    std::string key = loses ? "lost|" : "kept|";
    if (concerns_whole_file(problem.kind)) {
      key.append(server_of(path)).append("|").append(problem.message);
    } else {
      key.append(path).append("|");
      const bool ours = origin_of(path) == FileOrigin::kOurs;
      std::size_t& count = groups_of_file_[problem.where.source];
      if (count < (ours ? kMostOfOurs : kMostOfOneFile)) {
        key.append(problem.message);
        if (ours) key.append(std::to_string(problem.where.offset));  // each has another cure
      }
      if (by_key_.count(key) == 0) ++count;
    }
    const auto [found, is_new] = by_key_.try_emplace(std::move(key), groups_.size());
    if (is_new) groups_.push_back({{}, loses});
    groups_[found->second].problems.push_back(&problem);
  }

  // A row that is lost is one of a node or a group, when its first field can be read.
  [[nodiscard]] bool is_hit(const Problem& problem, const EvidenceUser& user) const {
    const std::string_view table = table_of(site_.path_of(problem.where.source));
    if (!problem.lost.is_set() || table.empty()) return true;
    if (table == "nodelist") return false;  // its node is no node of the run
    const bool by_node =
        table == "noderes" || table == "nodetype" || table == "statelite" || table == "hosts";
    if (!by_node) return true;
    const SourceFile& file = site_.sources->file(problem.lost.source);
    const std::string_view name =
        first_field(file.text().substr(problem.lost.offset, problem.lost.length));
    const Node& node = context_.node(context_.plans()[user.subject.node]);
    if (table == "noderes" && node.service_nodes.empty())
      return true;  // the row may have named one
    const bool is_group = site_.group_members.count(name) != 0;
    if (!is_group && site_.node_index.count(name) == 0) return true;
    return node.name == name ||
           std::find(node.groups.begin(), node.groups.end(), name) != node.groups.end();
  }

  // Adds who uses the files of the group. Whether anybody's verdict rests on them.
  bool add_users(const Group& group, Draft& draft) {
    std::vector<Subject> judged;
    for (const Problem* const problem : group.problems) {
      draft.add_location(problem->where);
      for (const EvidenceUser& user : users_.of(problem->where.source)) {
        if (!is_hit(*problem, user)) continue;
        draft.finding.subjects.push_back(user.subject);
        if (user.weight == Weight::kVerdict) judged.push_back(user.subject);
        if (user.file == problem->where.source) continue;
        draft.add_location({user.file, problem->where.offset, problem->where.length});
      }
    }
    if (!group.loses || judged.empty()) return false;
    draft.finding.subjects = std::move(judged);
    return true;
  }

  // Rows of nodelist are nodes: one that is lost is not even known to be missing.
  [[nodiscard]] bool loses_a_node(const Group& group) const {
    const Problem& first = *group.problems.front();
    return group.loses && table_of(site_.path_of(first.where.source)) == "nodelist";
  }

  void report(const Group& group) {
    const Problem& first = *group.problems.front();
    const std::string_view path = site_.path_of(first.where.source);
    Draft& draft = sink_.cause(context_.where(first.where) + "|" + first.message +
                               (group.loses ? "|lost" : ""));
    const bool decides = add_users(group, draft);
    if (!draft.fresh) return;
    Finding& finding = draft.finding;
    const bool unjudged = decides || loses_a_node(group);
    finding.effect = unjudged ? Effect::kUnjudged : Effect::kNone;
    finding.severity = severity_of(first, path, unjudged);
    finding.server = server_of(path);
    finding.message = std::string(path) + ": " + first.message + others(group) +
                      (decides    ? "; what it tells of {nodes} is not known"
                       : unjudged ? "; a node that it names is not audited"
                                  : "");
    finding.evidence = context_.line(first.where);
    if (concerns_whole_file(first.kind) && finding.evidence.size() > kEnoughOfNoText) {
      finding.evidence = std::string(cut_short(finding.evidence, kEnoughOfNoText)) + " ...";
    }
    finding.remedy = remedy(first, path);
  }

  // Who accepts a finding with a line that nothing reads believes that it is accepted.
  [[nodiscard]] static Severity severity_of(const Problem& problem, std::string_view path,
                                            bool unjudged) {
    if (origin_of(path) == FileOrigin::kOurs && problem.kind == ProblemKind::kSyntax) {
      return Severity::kError;
    }
    return unjudged ? Severity::kWarning : Severity::kNote;
  }

  [[nodiscard]] static std::string others(const Group& group) {
    const std::size_t more = group.problems.size() - 1;
    if (more == 0) return {};
    const bool files = concerns_whole_file(group.problems.front()->kind);
    return " (as in " + plural(more, files ? "more file" : "more line") + ")";
  }

  [[nodiscard]] static std::string remedy(const Problem& problem, std::string_view path) {
    if (origin_of(path) == FileOrigin::kOurs)
      return "in " + std::string(path) + ": " + problem.hint;
    if (origin_of(path) == FileOrigin::kWritten && !concerns_whole_file(problem.kind)) {
      return "in " + std::string(path) + " and in its original: " + problem.hint;
    }
    return problem.hint + "\n" + how_to_collect(path);
  }

  const Context& context_;
  const Site& site_;
  Sink& sink_;
  EvidenceUsers users_;
  std::vector<Group> groups_;
  std::unordered_map<std::string, std::size_t> by_key_;
  std::unordered_map<SourceId, std::size_t> groups_of_file_;
};

void run(const Context& context, Sink& sink) {
  if (!context.site().problems.empty()) Finder(context, sink).look();
}

}  // namespace

Check nr903_broken_line() {
  return {{"NR903", "broken-line", "a file of the snapshot, or a line of it, cannot be read",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
