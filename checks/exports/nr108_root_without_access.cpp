#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/text.h"
#include "checks/common/mistakes.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

std::string hosts_of(const TableMistake& mistake) {
  const std::size_t others = split(mistake.meant, ':').size() - 1;
  if (others == 0) return quoted(mistake.text) + " is";
  return quoted(mistake.text) + " and " + plural(others, "other host") + " are";
}

std::string message_of(const MistakeGroup& group) {
  const TableMistake& first = *group.mistakes.front();
  std::string message = hosts_of(first) + " in root= of " + quoted(first.path) +
                        ", but access= lists others only: root= alone admits nobody";
  if (group.mistakes.size() > 1) {
    message += "; likewise in " + plural(group.mistakes.size() - 1, "other entry");
  }
  return message;
}

// The lines with the hosts in access= as well.
std::string remedy_of(const Context& context, const MistakeGroup& group) {
  constexpr std::size_t kMostLines = 3;
  const auto* const aix = std::get_if<AixExports>(&group.server->exports->content);
  std::string text;
  std::size_t shown = 0;
  for (const TableMistake* const mistake : group.mistakes) {
    if (aix == nullptr || shown == kMostLines) break;
    const auto entry =
        std::find_if(aix->exports.begin(), aix->exports.end(), [&](const AixExport& each) {
          return each.span.source == mistake->where.source &&
                 each.span.offset <= mistake->where.offset &&
                 mistake->where.offset < each.span.offset + each.span.length;
        });
    if (entry == aix->exports.end()) continue;
    AixLine line(*entry);
    line.add("access", mistake->meant);
    text.append(shown++ == 0 ? "" : "\n")
        .append(remedy_aix_line(context, *group.server, entry->span, line));
  }
  if (group.mistakes.size() > shown) text += "\nlikewise for every other place named here";
  return text;
}

void report(const Context& context, const MistakeGroup& group, Failures& failures, Sink& sink) {
  const TableMistake& first = *group.mistakes.front();
  Draft& draft = sink.cause(context.where(first.where));
  const std::vector<Failure> failed = failures_of(group, failures);
  MistakeText text{message_of(group), context.line(first.where), {}};
  text.hint = remedy_of(context, group);
  text.otherwise = severity_of_loss(context);
  fill_in_mistake(context, *group.server, first.where, failed, std::move(text), draft);
  for (const TableMistake* const mistake : group.mistakes) draft.add_location(mistake->where);
}

void run(const Context& context, Sink& sink) {
  Failures failures(context);
  const auto by_hosts = [](const TableMistake& mistake) { return std::string(mistake.meant); };
  for (const MistakeGroup& group : mistake_groups(context, Mistake::kRootOnly, by_hosts)) {
    report(context, group, failures, sink);
  }
}

}  // namespace

Check nr108_root_without_access() {
  return {{"NR108", "root-without-access", "a host that may be root, but may not mount",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
