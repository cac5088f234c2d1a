#include "checks/common/mistakes.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "base/path.h"
#include "base/text.h"
#include "checks/common/mounts.h"
#include "checks/common/remedies.h"

namespace nfsready::checks {

namespace {

constexpr std::size_t kMostGroups = 20;  // of one server; the rest is told as a number

bool stops_a_node(Effect effect) {
  return effect == Effect::kNoBoot || effect == Effect::kDataLoss || effect == Effect::kWrongData ||
         effect == Effect::kWriteDenied;
}

void add_failures(const std::vector<Failure>& failures, Severity otherwise, Draft& draft) {
  Finding& finding = draft.finding;
  finding.severity = otherwise;
  if (failures.empty()) return;
  add_subjects(failures, draft);
  const bool certain = any_certain(failures);
  finding.certainty = certain ? Certainty::kCertain : Certainty::kLikely;
  finding.severity =
      certain && stops_a_node(finding.effect) ? Severity::kError : Severity::kWarning;
}

// Whether what a table says is typed by somebody, so that it can be corrected there.
bool is_written(Dialect dialect) { return !is_live(dialect) && dialect != Dialect::kMmnfs; }

std::string hint_for(const ProblemGroup& group, std::string_view otherwise) {
  const Problem& first = *group.problems.front();
  if (!is_written(group.table->dialect)) {
    return "collect the " + std::string(name_of(group.table->dialect).what) + " again";
  }
  return first.hint.empty() ? std::string(otherwise) : first.hint;
}

std::string message_of(const Context& context, const ProblemGroup& group) {
  const Problem& first = *group.problems.front();
  std::string message = first.message;
  const bool differ = group.problems.size() > 1 && group.problems[1]->message != first.message;
  if (differ) {
    return plural(group.problems.size(), "more mistake") +
           " like those above, the first: " + message;
  }
  if (group.problems.size() > 1) {
    message += ", here and at " + plural(group.problems.size() - 1, "other place");
  }
  return message + lost_lines(context, *group.table, first);
}

// A path that is none is told of by its own problem; what follows it is no client either.
bool is_garbled(const Server& server, const TableMistake& mistake) {
  return server.kind == ServerKind::kLinux && !is_absolute(mistake.path);
}

}  // namespace

std::string lost_lines(const Context& context, const ExportsTable& table, const Problem& problem) {
  if (table.dialect != Dialect::kLinux || !problem.lost.is_set()) return {};
  const SourceFile& file = context.site().sources->file(problem.lost.source);
  const std::uint32_t first = file.position(problem.where.offset).line + 1;
  const std::uint32_t last =
      file.position(problem.lost.offset + std::max(problem.lost.length, 1U) - 1).line;
  if (last < first) return {};
  if (last == first) return "; line " + std::to_string(last) + " below it is not read";
  return "; lines " + std::to_string(first) + " to " + std::to_string(last) +
         " below it are not read";
}

std::string both_lines(const Context& context, const Span& first, const Span& second) {
  std::string lines = context.line(first);
  const std::string other = context.line(second);
  if (other != lines || first.source != second.source) lines.append("\n").append(other);
  return lines;
}

std::string remedy_at(const Context& context, const Server& server, const Span& where,
                      std::string_view hint) {
  if (is_mmnfs(server)) {
    const std::uint32_t line =
        context.site().sources->file(where.source).position(where.offset).line;
    return on(server) + ", with mmnfs export change, for line " + std::to_string(line) +
           " of its list: " + std::string(hint);
  }
  return on(server) + ", at " + place_on_server(context, server, where) + ": " + std::string(hint) +
         "; then: " + std::string(reload_command(server));
}

Severity severity_of_loss(const Context& context) {
  return context.plans().empty() ? Severity::kError : Severity::kWarning;
}

void fill_in_mistake(const Context& context, const Server& server, const Span& where,
                     const std::vector<Failure>& failures, MistakeText text, Draft& draft) {
  Finding& finding = draft.finding;
  finding.server = server.name;
  draft.add_location(where);
  add_failures(failures, text.otherwise, draft);
  finding.message = std::move(text.message) + consequence(failures);
  finding.evidence = text.evidence.empty() ? context.line(where) : std::move(text.evidence);
  finding.remedy = std::move(text.hint);
  if (!failures.empty()) draft.add_location(failures.front().judged->mount->origin);
}

bool any_certain(const std::vector<Failure>& failures) {
  return std::any_of(failures.begin(), failures.end(),
                     [](const Failure& failure) { return failure.certain; });
}

void for_each_table(const Server& server, const std::function<void(const ExportsTable&)>& visit) {
  if (server.exports) visit(*server.exports);
  for (const ExportsTable& table : server.live) visit(table);
}

std::vector<ProblemGroup> problem_groups(
    const Context& context, ProblemKind kind,
    const std::function<bool(const Server&, const ExportsTable&, const Problem&)>& leave_out) {
  std::vector<ProblemGroup> groups;
  for (const Server* const server : context.servers()) {
    for_each_table(*server, [&](const ExportsTable& table) {
      std::unordered_map<std::string_view, std::size_t> by_message;
      for (const Problem& problem : table.problems) {
        if (problem.kind != kind || (leave_out && leave_out(*server, table, problem))) continue;
        const bool full = by_message.size() >= kMostGroups;
        const bool known = by_message.count(problem.message) != 0;
        const std::string_view key = full && !known ? std::string_view{} : problem.message;
        const auto [found, is_new] = by_message.try_emplace(key, groups.size());
        if (is_new) groups.push_back({server, &table, {}});
        groups[found->second].problems.push_back(&problem);
      }
    });
  }
  return groups;
}

Draft& report_group(const Context& context, const ProblemGroup& group, Severity otherwise,
                    Failures& failures, Sink& sink, std::string_view hint) {
  std::vector<Failure> failed;
  for (const Problem* const problem : group.problems) {
    const std::vector<Failure> of_problem = failures.of(*problem);
    failed.insert(failed.end(), of_problem.begin(), of_problem.end());
  }
  const Problem& first = *group.problems.front();
  Draft& draft = sink.cause(context.where(first.where) + "|" + first.message);
  if (!draft.fresh) return draft;
  MistakeText text{message_of(context, group), context.line(first.where), {}};
  text.hint = is_written(group.table->dialect)
                  ? remedy_at(context, *group.server, first.where, hint_for(group, hint))
                  : on(*group.server) + ": " + hint_for(group, hint);
  text.otherwise = otherwise;
  fill_in_mistake(context, *group.server, first.where, failed, std::move(text), draft);
  for (const Problem* const problem : group.problems) draft.add_location(problem->where);
  return draft;
}

void report_problems(const Context& context, ProblemKind kind, Severity otherwise, Sink& sink) {
  Failures failures(context);
  for (const ProblemGroup& group : problem_groups(context, kind)) {
    report_group(context, group, otherwise, failures, sink);
  }
}

std::vector<Failure> failures_of(const MistakeGroup& group, Failures& failures) {
  std::vector<Failure> failed;
  for (const TableMistake* const mistake : group.mistakes) {
    const std::vector<Failure> more = failures.of(*mistake);
    failed.insert(failed.end(), more.begin(), more.end());
  }
  return failed;
}

std::vector<MistakeGroup> mistake_groups(
    const Context& context, Mistake kind,
    const std::function<std::string(const TableMistake&)>& key) {
  std::vector<MistakeGroup> groups;
  for (const Server* const server : context.servers()) {
    std::unordered_map<std::string, std::size_t> by_key;
    for (const TableMistake& mistake : context.mistakes(*server)) {
      if (mistake.kind != kind || is_garbled(*server, mistake)) continue;
      std::string name = key(mistake);
      if (by_key.size() >= kMostGroups && by_key.count(name) == 0) name.clear();
      const auto [found, is_new] = by_key.try_emplace(std::move(name), groups.size());
      if (is_new) groups.push_back({server, {}});
      groups[found->second].mistakes.push_back(&mistake);
    }
  }
  return groups;
}

}  // namespace nfsready::checks
