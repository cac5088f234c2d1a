#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/path.h"
#include "base/text.h"
#include "checks/common/mistakes.h"
#include "checks/common/mounts.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

std::string message_of(const MistakeGroup& group) {
  const TableMistake& first = *group.mistakes.front();
  const std::size_t others = group.mistakes.size() - 1;
  const bool below = is_at_or_below(normalise_path(first.path), normalise_path(first.text));
  std::string message = quoted(first.path) + (below ? " lies below " : " lies above ") +
                        quoted(first.text) + ", which is exported before it ";
  message += first.certain ? "in the same file system: AIX refuses this entry"
                           : "and likely in the same file system: then AIX refuses this entry";
  return others == 0 ? message : message + "; likewise " + plural(others, "other entry");
}

// The directories that are in force, by server.
class InForce {
 public:
  bool has(const Server& server, std::string_view path) {
    const auto [found, is_new] = by_server_.try_emplace(&server);
    if (is_new) fill(server, found->second);
    return found->second.count(path) != 0;
  }

 private:
  static void fill(const Server& server, std::unordered_set<std::string_view>& paths) {
    for (const ExportsTable& table : server.live) {
      const auto* const aix = std::get_if<AixExports>(&table.content);
      if (aix == nullptr) continue;
      for (const AixExport& entry : aix->exports) paths.insert(entry.path.text);
    }
  }

  std::unordered_map<const Server*, std::unordered_set<std::string_view>> by_server_;
};

bool is_mounted(const Context& context, const Server& server, std::string_view path) {
  return std::any_of(context.mounts().begin(), context.mounts().end(),
                     [&](const JudgedMount& judged) {
                       return server_of(context, *judged.mount) == &server &&
                              normalise_path(judged.mount->asked) == path;
                     });
}

// The entry that stands in the way goes, when nobody needs it.
std::string remedy_of(const Context& context, const Server& server, const TableMistake& mistake) {
  const std::string other = normalise_path(mistake.text);
  const bool mounts_are_known = !context.plans().empty();
  if (mounts_are_known && mistake.other.is_set() && !is_mounted(context, server, other)) {
    return on(server) + ", at " + place_on_server(context, server, mistake.other) +
           ": delete the line, since no planned node mounts " + quoted(other) +
           "; then: exportfs -u " + other + "; exportfs -a";
  }
  return remedy_at(context, server, mistake.where,
                   "export one of the two only, with the rights of both, or give " +
                       quoted(mistake.path) + " a file system of its own");
}

void report(const Context& context, const MistakeGroup& group, Failures& failures, Sink& sink) {
  const TableMistake& first = *group.mistakes.front();
  Draft& draft = sink.cause(context.where(first.where));
  const std::vector<Failure> failed = failures_of(group, failures);
  MistakeText text;
  text.message = message_of(group);
  text.evidence = context.line(first.other) + "\n" + context.line(first.where);
  text.hint = remedy_of(context, *group.server, first);
  text.otherwise = severity_of_loss(context);
  fill_in_mistake(context, *group.server, first.where, failed, std::move(text), draft);
  if (!first.certain) draft.finding.certainty = Certainty::kLikely;
  draft.add_location(first.other);
  for (const TableMistake* const mistake : group.mistakes) draft.add_location(mistake->where);
}

void run(const Context& context, Sink& sink) {
  Failures failures(context);
  InForce in_force;
  const auto by_other = [&](const TableMistake& mistake) { return context.where(mistake.other); };
  for (MistakeGroup& group : mistake_groups(context, Mistake::kNested, by_other)) {
    std::erase_if(group.mistakes, [&](const TableMistake* mistake) {
      // Both are in force: they lie in different file systems.
      return !mistake->certain && in_force.has(*group.server, mistake->path) &&
             in_force.has(*group.server, mistake->text);
    });
    if (!group.mistakes.empty()) report(context, group, failures, sink);
  }
}

}  // namespace

Check nr109_nested_export() {
  return {{"NR109", "nested-export",
           "a directory is exported together with one above it in the same file system",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
