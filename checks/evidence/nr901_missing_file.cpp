#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "base/text.h"
#include "checks/common/collecting.h"
#include "checks/common/missing_evidence.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// The same file of that many servers was most likely never collected: that is one cause.
constexpr std::size_t kManyServers = 3;

// What differs between the servers of one kind of evidence is their name.
std::string without_server(const MissingEvidence& missing) {
  const std::string folder = "servers/" + std::string(missing.server) + "/";
  if (missing.server.empty() || !missing.pattern.starts_with(folder)) return missing.pattern;
  return "servers/<server>/" + missing.pattern.substr(folder.size());
}

// One file, or the files of one kind on one server, with everybody who wants it.
struct Group {
  MissingEvidence first;
  std::vector<Subject> subjects;
};

bool decides(const Group& group) { return group.first.weight == Weight::kVerdict; }

std::vector<Group> groups_of(const Context& context) {
  const UnreadableFiles unreadable(context.site());
  std::map<std::pair<std::string, bool>, std::size_t> known;
  std::vector<Group> groups;
  visit_missing_evidence(context, [&](const MissingEvidence& missing) {
    if (unreadable.gap_of(missing.path) != nullptr) return;
    const auto [found, is_new] =
        known.try_emplace({missing.pattern, missing.weight == Weight::kVerdict}, groups.size());
    if (is_new) groups.push_back({missing, {}});
    if (missing.subject) groups[found->second].subjects.push_back(*missing.subject);
  });
  return groups;
}

// The same evidence of several servers.
using Kind = std::vector<const Group*>;

std::vector<Kind> kinds_of(const std::vector<Group>& groups) {
  std::map<std::pair<std::string, bool>, std::size_t> known;
  std::vector<Kind> kinds;
  for (const Group& group : groups) {
    const auto [found, is_new] =
        known.try_emplace({without_server(group.first), decides(group)}, kinds.size());
    if (is_new) kinds.emplace_back();
    kinds[found->second].push_back(&group);
  }
  return kinds;
}

void report(const Context& context, const Group& group, const std::string& key, Sink& sink) {
  const MissingEvidence& missing = group.first;
  Draft& draft = sink.cause(key + (decides(group) ? "" : "|detail"));
  Finding& finding = draft.finding;
  finding.subjects.insert(finding.subjects.end(), group.subjects.begin(), group.subjects.end());
  if (!draft.fresh) return;
  draft.add_location(missing.wanted_by);
  finding.severity = decides(group) ? Severity::kWarning : Severity::kNote;
  finding.effect = decides(group) ? Effect::kUnjudged : Effect::kNone;
  finding.server = missing.server;
  finding.message = missing.pattern + " is missing: it would tell " +
                    with_server(missing.unknown, missing.server);
  finding.evidence = context.line(missing.wanted_by);
  finding.remedy = how_to_collect(missing.pattern);
}

void report_together(const Context& context, const Kind& kind, Sink& sink) {
  const std::string pattern = without_server(kind.front()->first);
  std::vector<std::string_view> servers;
  for (const Group* const group : kind) {
    report(context, *group, pattern, sink);
    servers.push_back(group->first.server);
  }
  std::sort(servers.begin(), servers.end(), natural_less);
  const std::string folded = fold_names(servers);
  Finding& finding = sink.cause(pattern + (decides(*kind.front()) ? "" : "|detail")).finding;
  finding.server = "(several)";
  finding.message = pattern + " is missing for " + folded + ": it would tell " +
                    with_server(kind.front()->first.unknown, "<server>");
  finding.remedy = "for each <server> of " + folded + ": " + how_to_collect(pattern);
}

void run(const Context& context, Sink& sink) {
  const std::vector<Group> groups = groups_of(context);
  for (const Kind& kind : kinds_of(groups)) {
    if (kind.size() >= kManyServers) {
      report_together(context, kind, sink);
    } else {
      for (const Group* const group : kind) report(context, *group, group->first.pattern, sink);
    }
  }
}

}  // namespace

Check nr901_missing_file() {
  return {{"NR901", "missing-file", "a file that the audit needs is not in the snapshot",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
