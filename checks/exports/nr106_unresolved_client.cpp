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
  const bool is_group = first.text.starts_with('@');
  const bool several = group.mistakes.back()->text != first.text;
  std::string message(group.server->name);
  if (several) {
    return message + " does not know " + plural(group.mistakes.size(), "more client") +
           ", the first: " + quoted(first.text);
  }
  message += is_group ? " has no netgroup " : " does not know the name ";
  message += quoted(first.text) + ", a client of " + quoted(first.path);
  if (group.mistakes.size() > 1) {
    message += " and of " + plural(group.mistakes.size() - 1, "other entry");
  }
  return message + (certain ? ": it admits nobody" : ": it likely admits nobody");
}

std::string hint_of(const TableMistake& mistake, const Server& server) {
  if (!mistake.meant.empty()) return "write " + quoted(mistake.meant);
  if (mistake.text.starts_with('@')) return "define the netgroup, or remove the client";
  return "let " + std::string(server.name) +
         " know the name, in its /etc/hosts or by its name "
         "service, or remove the client";
}

void report(const Context& context, const MistakeGroup& group, Failures& failures, Sink& sink) {
  const TableMistake& first = *group.mistakes.front();
  Draft& draft = sink.cause(std::string(group.server->name) + "|" + std::string(first.text));
  const std::vector<Failure> failed = failures_of(group, failures);
  MistakeText text{
      message_of(group, first.certain || any_certain(failed)), context.line(first.where), {}};
  text.hint = remedy_at(context, *group.server, first.where, hint_of(first, *group.server));
  fill_in_mistake(context, *group.server, first.where, failed, std::move(text), draft);
  if (failed.empty() && !first.certain) draft.finding.certainty = Certainty::kLikely;
  for (const TableMistake* const mistake : group.mistakes) draft.add_location(mistake->where);
}

void run(const Context& context, Sink& sink) {
  Failures failures(context);
  const auto by_client = [](const TableMistake& mistake) { return std::string(mistake.text); };
  for (const MistakeGroup& group : mistake_groups(context, Mistake::kUnresolvedClient, by_client)) {
    report(context, group, failures, sink);
  }
}

}  // namespace

Check nr106_unresolved_client() {
  return {
      {"NR106", "unresolved-client", "a client that the server cannot resolve", Severity::kError},
      run};
}

}  // namespace nfsready::checks
