#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "checks/common/ganesha_text.h"
#include "checks/common/mistakes.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

std::string message_of(const MistakeGroup& group) {
  const TableMistake& first = *group.mistakes.front();
  const std::string by = first.meant.empty() ? "an earlier entry" : quoted(first.meant);
  const std::string path = " of " + quoted(first.path);
  if (group.mistakes.size() == 1) {
    return quoted(first.text) + path + " is never come to: " + by +
           " stands before it and takes its hosts";
  }
  return quoted(first.text) + " and " + plural(group.mistakes.size() - 1, "other client") + path +
         " are never come to: " + by + " stands before them and takes their hosts";
}

// The options that the entry has now, to be given again.
std::string options_of(const Server& server, const TableMistake& mistake) {
  const GaneshaExports* const exports = ganesha_exports(server);
  if (exports == nullptr) return {};
  for (const GaneshaExport& from : exports->exports) {
    if (from.path.text != mistake.path) continue;
    for (const GaneshaClientBlock& block : from.clients) {
      for (const GaneshaClient& client : block.clients) {
        if (client.text.text == mistake.text) return mmnfs_options_of(block);
      }
    }
  }
  return {};
}

std::string remedy_of(const Context& context, const Server& server, const TableMistake& mistake) {
  if (!is_mmnfs(server)) {
    const std::string by = mistake.meant.empty() ? "the entry" : quoted(mistake.meant);
    return remedy_at(context, server, mistake.where,
                     "move " + quoted(mistake.text) + " with its options before " + by + ", at " +
                         place_on_server(context, server, mistake.other));
  }
  const std::string change = "mmnfs export change " + std::string(mistake.path);
  const std::string client(mistake.text);
  const std::string options = options_of(server, mistake);
  return on(server) + ": " + change + " --nfsremove " + client + "; then: " + change +
         " --nfsadd \"" + client + options + "\" --nfsposition " + std::string(mistake.meant);
}

void report(const Context& context, const MistakeGroup& group, Failures& failures, Sink& sink) {
  const TableMistake& first = *group.mistakes.front();
  Draft& draft = sink.cause(context.where(first.other) + "|" + std::string(first.path));
  const std::vector<Failure> failed = failures_of(group, failures);
  MistakeText text{message_of(group), both_lines(context, first.other, first.where), {}};
  text.hint = remedy_of(context, *group.server, first);
  fill_in_mistake(context, *group.server, first.where, failed, std::move(text), draft);
  draft.add_location(first.other);
  for (const TableMistake* const mistake : group.mistakes) draft.add_location(mistake->where);
}

void run(const Context& context, Sink& sink) {
  Failures failures(context);
  const auto by_taker = [](const TableMistake& mistake) {
    return std::to_string(mistake.other.source) + ":" + std::to_string(mistake.other.offset) + "|" +
           std::string(mistake.path);
  };
  for (const MistakeGroup& group : mistake_groups(context, Mistake::kShadowed, by_taker)) {
    report(context, group, failures, sink);
  }
}

}  // namespace

Check nr119_shadowed_rule() {
  return {{"NR119", "shadowed-rule", "an earlier entry takes every client of a later one",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
