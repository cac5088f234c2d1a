#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "checks/common/mistakes.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

MistakeText text_of(const Context& context, const Server& server, const TableMistake& mistake) {
  if (mistake.text == mistake.path) {
    return {quoted(mistake.path) +
                " has an EXPORT before this one: over NFSv3 its clients get that one only",
            both_lines(context, mistake.other, mistake.where),
            remedy_at(context, server, mistake.where,
                      "put its CLIENT blocks into the EXPORT at " + context.where(mistake.other))};
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
  const std::string choice =
      mistake.same_rights
          ? "remove this entry"
          : "keep one of the two: remove this one or the first, at " + context.where(mistake.other);
  text.hint = remedy_at(context, server, mistake.where, choice);
  return text;
}

void report(const Context& context, const MistakeGroup& group, Failures& failures, Sink& sink) {
  const TableMistake& first = *group.mistakes.front();
  Draft& draft = sink.cause(context.where(first.where));
  const Severity otherwise = first.same_rights ? Severity::kNote : Severity::kWarning;
  MistakeText text = text_of(context, *group.server, first);
  if (group.mistakes.size() > 1) {
    text.message += "; likewise " + plural(group.mistakes.size() - 1, "other entry");
  }
  std::vector<Failure> failed;
  for (const TableMistake* const mistake : group.mistakes) {
    const std::vector<Failure> more = failures.of(*mistake);
    failed.insert(failed.end(), more.begin(), more.end());
  }
  text.otherwise = otherwise;
  fill_in_mistake(context, *group.server, first.where, failed, std::move(text), draft);
  draft.add_location(first.other);
  for (const TableMistake* const mistake : group.mistakes) draft.add_location(mistake->where);
}

// The entries that the table takes for the same are the client's own key; of those that differ in
// rights every one is told, of those that do not, one for each server.
std::string key_of(const TableMistake& mistake) {
  if (mistake.same_rights) return "same";
  return std::string(mistake.path) + "|" + std::string(mistake.text);
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
    report_group(context, group, Severity::kWarning, failures, sink);
  }
}

}  // namespace

Check nr104_duplicate_entry() {
  return {{"NR104", "duplicate-entry",
           "an entry repeats an earlier one, and one of them is ignored", Severity::kError},
          run};
}

}  // namespace nfsready::checks
