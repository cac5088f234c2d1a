#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/text.h"
#include "checks/common/mistakes.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// Which entry of a Linux file to take out, and how.
std::string removal_of(const Context& context, const Server& server, const Span& rule) {
  const auto* const exports =
      server.exports ? std::get_if<LinuxExports>(&server.exports->content) : nullptr;
  const auto is_alone = [&](const LinuxExport& entry) {
    return entry.rules.size() == 1 && entry.rules.front().span == rule;
  };
  if (exports != nullptr &&
      std::any_of(exports->exports.begin(), exports->exports.end(), is_alone)) {
    return "delete the line";
  }
  constexpr std::size_t kLongest = 200;
  const SourceFile& file = context.site().sources->file(rule.source);
  return "take out " + quoted(cut_short(file.text().substr(rule.offset, rule.length), kLongest));
}

// What counts stays when nothing fails by it; else the later entry is the one that is meant.
std::string remedy_of(const Context& context, const Server& server, const TableMistake& mistake,
                      bool fails) {
  const Span& out = fails ? mistake.other : mistake.where;
  if (server.kind != ServerKind::kLinux) {
    return remedy_at(context, server, out, "remove " + quoted(mistake.text) + " here");
  }
  const Span& kept = fails ? mistake.where : mistake.other;
  return remedy_at(context, server, out,
                   removal_of(context, server, out) + ", so that the entry at " +
                       place_on_server(context, server, kept) + " is the only one");
}

MistakeText text_of(const Context& context, const Server& server, const TableMistake& mistake,
                    bool fails) {
  if (mistake.text == mistake.path) {
    MistakeText text;
    text.message = quoted(mistake.path) +
                   " has an EXPORT before this one: over NFSv3 its clients get that one only";
    text.evidence = both_lines(context, mistake.other, mistake.where);
    text.hint =
        remedy_at(context, server, mistake.where,
                  "move its CLIENT blocks to the start of the EXPORT at " +
                      place_on_server(context, server, mistake.other) + ", and delete this EXPORT");
    return text;
  }
  const std::string client = mistake.text.empty() ? "everybody" : quoted(mistake.text);
  MistakeText text;
  text.message = client + " is listed for " + quoted(mistake.path) + " before";
  if (mistake.text != mistake.meant && !mistake.meant.empty()) {
    text.message += " as " + quoted(mistake.meant);
  }
  text.message += mistake.same_rights
                      ? ", with the same rights: this entry is ignored"
                      : ", with other rights: the first entry counts, this one is ignored";
  text.evidence = both_lines(context, mistake.other, mistake.where);
  text.hint = remedy_of(context, server, mistake, fails);
  return text;
}

void report(const Context& context, const MistakeGroup& group, Failures& failures, Sink& sink) {
  const TableMistake& first = *group.mistakes.front();
  Draft& draft = sink.cause(context.where(first.where));
  const std::vector<Failure> failed = failures_of(group, failures);
  MistakeText text = text_of(context, *group.server, first, !failed.empty());
  if (group.mistakes.size() > 1) {
    text.message += "; likewise " + plural(group.mistakes.size() - 1, "other entry");
  }
  text.otherwise = first.same_rights ? Severity::kNote : severity_of_loss(context);
  fill_in_mistake(context, *group.server, first.where, failed, std::move(text), draft);
  draft.add_location(first.other);
  for (const TableMistake* const mistake : group.mistakes) draft.add_location(mistake->where);
  if (group.mistakes.size() > 1) add_likewise(draft);
}

// The entries that the table takes for the same are the client's own key; of those that differ in
// rights every one is told, of those that do not, one for each server.
std::string key_of(const TableMistake& mistake) {
  if (mistake.same_rights) return "same";
  return std::string(mistake.path) + "|" + std::string(mistake.text);
}

// The two entries of an AIX file as one: who is in one of them may do what either gives.
void merge(const AixExport& second, AixLine& line) {
  const AixLine other(second);
  for (const std::string_view list : {"access", "root", "rw"}) {
    const bool one_is_open = list != "root" && (line.has(list) != other.has(list));
    if (other.has(list) && !one_is_open) line.add(list, other.value(list));
  }
  if (line.has("access") && !other.has("access")) {
    if (other.has("root")) {
      line.add("access", other.value("root"));
    } else {
      line.drop("access");
    }
  }
  if (line.has("ro") && !other.has("ro")) line.drop("ro");
}

std::string remedy_merged(const Context& context, const Server& server, const Span& path) {
  const auto* const aix =
      server.exports ? std::get_if<AixExports>(&server.exports->content) : nullptr;
  if (aix == nullptr) return {};
  const auto second = std::find_if(aix->exports.begin(), aix->exports.end(),
                                   [&](const AixExport& entry) { return entry.path.span == path; });
  if (second == aix->exports.end()) return {};
  const auto first = std::find_if(aix->exports.begin(), second, [&](const AixExport& entry) {
    return !entry.lost_to && entry.path.text == second->path.text;
  });
  if (first == second) return {};
  AixLine line(*first);
  merge(*second, line);
  return on(server) + ", at " + place_on_server(context, server, first->span) +
         ", the line becomes:\n" + line.text() + "\nand at " +
         place_on_server(context, server, second->span) +
         ": delete the line; then: " + std::string(reload_command(server));
}

void run(const Context& context, Sink& sink) {
  Failures failures(context);
  for (const MistakeGroup& group : mistake_groups(context, Mistake::kDuplicate, key_of)) {
    report(context, group, failures, sink);
  }
  // Linux repetitions are told by the table, which knows names that mean the same.
  const auto is_linux = [](const Server&, const ExportsTable& table, const Problem&) {
    return table.dialect == Dialect::kLinux;
  };
  for (const ProblemGroup& group : problem_groups(context, ProblemKind::kDuplicate, is_linux)) {
    Draft& draft = report_group(context, group, severity_of_loss(context), failures, sink);
    const std::string merged = remedy_merged(context, *group.server, group.problems.front()->where);
    if (!merged.empty()) draft.finding.remedy = merged;
  }
}

}  // namespace

Check nr104_duplicate_entry() {
  return {{"NR104", "duplicate-entry",
           "an entry repeats an earlier one, and one of them is ignored", Severity::kError},
          run};
}

}  // namespace nfsready::checks
