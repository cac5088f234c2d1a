#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "checks/common/mistakes.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

std::string message_of(const MistakeGroup& group, bool certain) {
  const TableMistake& first = *group.mistakes.front();
  std::string message = quoted(first.text) + ", a client of " + quoted(first.path);
  if (group.mistakes.size() > 1) {
    message += " and of " + plural(group.mistakes.size() - 1, "other entry");
  }
  message +=
      certain ? ", does not match whom it means: " : ", likely does not match whom it means: ";
  return message + std::string(first.why);
}

std::string hint_of(const TableMistake& mistake) {
  if (!mistake.meant.empty()) return "write " + quoted(mistake.meant);
  return "name the hosts one by one, or their network";
}

void report(const Context& context, const MistakeGroup& group, Failures& failures, Sink& sink) {
  const TableMistake& first = *group.mistakes.front();
  Draft& draft = sink.cause(context.where(first.where));
  const std::vector<Failure> failed = failures_of(group, failures);
  MistakeText text{
      message_of(group, first.certain || any_certain(failed)), context.line(first.where),
      remedy_at(context, *group.server, first.where, hint_of(first)), severity_of_loss(context)};
  fill_in_mistake(context, *group.server, first.where, failed, std::move(text), draft);
  if (failed.empty() && !first.certain) draft.finding.certainty = Certainty::kLikely;
  for (const TableMistake* const mistake : group.mistakes) draft.add_location(mistake->where);
}

void run(const Context& context, Sink& sink) {
  Failures failures(context);
  const auto by_client = [](const TableMistake& mistake) {
    return std::string(mistake.text) + "|" + std::string(mistake.why);
  };
  for (const MistakeGroup& group : mistake_groups(context, Mistake::kDeadClient, by_client)) {
    // A '\\' that continues nothing: NR126.
    if (group.mistakes.front()->text != "\\") report(context, group, failures, sink);
  }
}

}  // namespace

Check nr117_dead_client() {
  return {{"NR117", "dead-client", "a client specification that does not match whom it means",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
