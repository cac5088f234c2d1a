#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "checks/common/failures.h"
#include "checks/common/mistakes.h"
#include "checks/common/mounts.h"
#include "checks/common/remedies.h"
#include "checks/common/table_differences.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// The mounts of one server of which the files and what is in force say different things.
struct Differing {
  std::vector<Failure> now;    // fail, and would not with what the files say
  std::vector<Failure> later;  // work, and fail when the files are put in force
};

std::map<std::uint32_t, Differing> differing_mounts(const Context& context) {
  std::map<std::uint32_t, Differing> by_server;
  for (const JudgedMount& judged : context.mounts()) {
    const Answer& answer = *judged.answer;
    if (!answer.file) continue;
    if (faults_of(judged).has(Fault::kNotInForce)) {
      const FaultSet faults = faults_of(answer.now, judged.mount->needs);
      by_server[judged.mount->server].now.push_back(
          {&judged, faults, std::nullopt, answer.now.certain, false});
      continue;
    }
    const FaultSet later = faults_of(*answer.file, judged.mount->needs);
    if (!faults_of(judged).empty() || later.empty() || later.has(Fault::kUnknown)) continue;
    if (is_lost_later(judged)) continue;
    // What is in force shows that the entry was taken.
    const bool refused_only = answer.file->denial == Denial::kNotExported &&
                              answer.file->access == Access::kNone && !answer.file->certain;
    if (refused_only) continue;
    by_server[judged.mount->server].later.push_back(
        {&judged, later, std::nullopt, answer.file->certain, false, true});
  }
  return by_server;
}

Span start_of(const ExportsTable& table) { return {table.files.front(), 0, 0}; }

Span place_of(const Grant& grant, const ExportsTable& table) {
  if (grant.rule.is_set()) return grant.rule;
  return grant.entry.is_set() ? grant.entry : start_of(table);
}

std::string line_of(const Context& context, const Span& place) {
  const std::string line = place.length == 0 ? std::string() : context.line(place);
  return line.empty() ? "nothing" : line;
}

std::string evidence_of(const Context& context, const Span& files, const Span& force) {
  return "exports file: " + line_of(context, files) + "\nin force: " + line_of(context, force);
}

void add_mounts(const std::vector<Failure>& failures, const Server& server, Draft& draft) {
  add_subjects(failures, draft);
  for (const Failure& failure : failures) {
    const Answer& answer = *failure.judged->answer;
    draft.add_location(place_of(*answer.file, *server.exports));
    draft.add_location(place_of(answer.now, server.live.front()));
  }
}

// The mounts that are sure to fail, and the others: each kind is a finding of its own.
std::array<std::vector<Failure>, 2> by_certainty(std::vector<Failure> failures) {
  const auto rest = std::stable_partition(failures.begin(), failures.end(),
                                          [](const Failure& failure) { return failure.certain; });
  std::vector<Failure> likely(std::make_move_iterator(rest),
                              std::make_move_iterator(failures.end()));
  failures.erase(rest, failures.end());
  return {std::move(failures), std::move(likely)};
}

Draft& draft_of(std::string_view kind, const Server& server, const std::vector<Failure>& failures,
                Sink& sink) {
  const bool certain = failures.front().certain;
  std::string key(kind);
  key.append("|").append(server.name).append(certain ? "" : "|likely");
  Draft& draft = sink.cause(key);
  draft.finding.server = server.name;
  if (!certain) {
    draft.finding.certainty = Certainty::kLikely;
    draft.finding.severity = Severity::kWarning;
  }
  add_mounts(failures, server, draft);
  return draft;
}

void report_now(const Context& context, const Server& server, const std::vector<Failure>& failures,
                Sink& sink) {
  Finding& finding = draft_of("now", server, failures, sink).finding;
  const JudgedMount& first = *failures.front().judged;
  finding.message = "what " + std::string(server.name) +
                    " has in force is not what its exports file says, which was not put in force "
                    "since it was changed" +
                    consequence(failures);
  finding.evidence = evidence_of(context, place_of(*first.answer->file, *server.exports),
                                 place_of(first.answer->now, server.live.front()));
  finding.remedy = on(server) + ": " + std::string(reload_command(server));
}

void report_later(const Context& context, const Server& server,
                  const std::vector<Failure>& failures, Sink& sink) {
  Finding& finding = draft_of("later", server, failures, sink).finding;
  const JudgedMount& first = *failures.front().judged;
  const Span place = place_of(*first.answer->file, *server.exports);
  finding.severity = Severity::kWarning;
  finding.message = "{nodes} get{s} " + shown_paths(failures) + " from " +
                    std::string(server.name) +
                    " by what is in force only; the exports file gives less, and " +
                    (failures.front().certain ? "counts" : "likely counts") + " when " +
                    std::string(server.name) + " starts again or after '" +
                    std::string(reload_command(server)) + "': " + first.answer->file->why;
  finding.evidence = evidence_of(context, place, place_of(first.answer->now, server.live.front()));
  finding.remedy = on(server) + ", at " + place_on_server(context, server, place) +
                   ": write what is in force into the exports file; then: " +
                   std::string(reload_command(server));
}

std::string_view what(Difference kind) {
  switch (kind) {
    case Difference::kNotInForce:
      return "stands in the exports file, but is not in force";
    case Difference::kNotInFiles:
      return "is in force, but does not stand in the exports file";
    case Difference::kClients:
      return "is in force for other clients than the exports file says";
    default:
      return "is in force with other rights than the exports file says";
  }
}

// Differences that no planned mount meets.
void report_tables(const Context& context, const Server& server, Sink& sink) {
  const std::vector<TableDifference> differences = table_differences(server);
  if (differences.empty()) return;
  Draft& draft = sink.cause("tables|" + std::string(server.name));
  const TableDifference& first = differences.front();
  for (const TableDifference& difference : differences) {
    draft.add_location(difference.in_files);
    draft.add_location(difference.in_force);
  }
  Finding& finding = draft.finding;
  finding.severity = Severity::kWarning;
  finding.server = server.name;
  finding.message = quoted(first.path) + " " + std::string(what(first.kind));
  if (differences.size() > 1) {
    finding.message += "; " + plural(differences.size() - 1, "more path") + " differ";
    finding.message += differences.size() == 2 ? "s likewise" : " likewise";
  }
  finding.message += "; no planned mount depends on it";
  finding.evidence = evidence_of(context, first.in_files, first.in_force);
  finding.remedy = on(server) +
                   ": if the exports file is right: " + std::string(reload_command(server)) +
                   "; if what is in force is right, write it into the exports file";
}

void run(const Context& context, Sink& sink) {
  std::map<std::uint32_t, Differing> mounts = differing_mounts(context);
  for (const Server* const server : context.servers()) {
    const auto index = static_cast<std::uint32_t>(server - context.site().servers.data());
    const auto found = mounts.find(index);
    if (found == mounts.end()) {
      report_tables(context, *server, sink);
      continue;
    }
    for (const std::vector<Failure>& now : by_certainty(std::move(found->second.now))) {
      if (!now.empty()) report_now(context, *server, now, sink);
    }
    for (const std::vector<Failure>& later : by_certainty(std::move(found->second.later))) {
      if (!later.empty()) report_later(context, *server, later, sink);
    }
  }
}

}  // namespace

Check nr113_live_differs() {
  return {{"NR113", "live-differs", "what is in force is not what the exports file says",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
