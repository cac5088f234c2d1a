#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/text.h"
#include "checks/common/mistakes.h"
#include "checks/common/mounts.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

struct Version4Exports {
  std::vector<const AixExport*> with;
  std::vector<const AixExport*> without;
};

Version4Exports version4_exports(const Server& server) {
  Version4Exports exports;
  const auto* const aix =
      server.exports ? std::get_if<AixExports>(&server.exports->content) : nullptr;
  if (aix == nullptr) return exports;
  for (const AixExport& entry : aix->exports) {
    if (entry.lost_to || !entry.versions.has(4)) continue;
    (entry.exname.empty() ? exports.without : exports.with).push_back(&entry);
  }
  return exports;
}

// "/exports/data" for "/data", when "/software" has "/exports/software": below the same nfsroot.
std::string exname_like(const AixExport& named, std::string_view path) {
  std::string_view root = named.exname.text;
  const std::string_view of = named.path.text;
  root.remove_suffix(root.ends_with(of) ? of.size()
                                        : root.size() - std::min(root.rfind('/'), root.size()));
  return std::string(root) + std::string(path);
}

void report(const Context& context, const Server& server, const Version4Exports& exports,
            Sink& sink) {
  constexpr std::size_t kMostPlaces = 10;
  const AixExport& without = *exports.without.front();
  const AixExport& with = *exports.with.front();
  Draft& draft = sink.cause(std::string(server.name));
  MistakeText text;
  text.message = quoted(without.path.text) + " is exported over NFSv4 without exname=, but " +
                 quoted(with.path.text) +
                 " with one: either all exports over NFSv4 have one, or none";
  text.evidence = context.line(without.span) + "\n" + context.line(with.span);
  AixLine line(without);
  line.set("vers", "3");
  AixLine named(without);
  named.set("exname", exname_like(with, without.path.text));
  text.hint =
      remedy_aix_line(context, server, without.span, line) +
      "\nor, when it is needed over NFSv4, the line becomes:\n" + named.text() +
      "\nthen: " + std::string(reload_command(server)) +
      (exports.without.size() == 1 ? ""
                                   : "; likewise for every export over NFSv4 that has no exname=");
  fill_in_mistake(context, server, without.span, {}, std::move(text), draft);
  draft.add_location(with.span);
  for (const AixExport* const entry : exports.without) {
    if (draft.finding.locations.size() < kMostPlaces) draft.add_location(entry->span);
  }
}

// Which of them exportfs then refuses is not documented: the nodes that mount one may fail.
void add_nodes(const Context& context, const Server& server, const Version4Exports& exports,
               Sink& sink) {
  std::unordered_set<Span, HashSpan> entries;
  for (const auto* const part : {&exports.with, &exports.without}) {
    for (const AixExport* const entry : *part) entries.insert(entry->span);
  }
  for (const JudgedMount& judged : context.mounts()) {
    const Mount& mount = *judged.mount;
    if (mount.version != 4 || server_name(context, mount) != server.name) continue;
    if (entries.count(judged.answer->now.rule) == 0) continue;
    Draft& draft = sink.cause(std::string(server.name));
    Finding& finding = draft.finding;
    if (finding.subjects.empty()) {
      finding.message += "; the mounts of {nodes} over NFSv4 likely fail";
      finding.certainty = Certainty::kLikely;
    }
    draft.add_subject(judged.subject);
    finding.effect = worse(finding.effect, effect_when_refused(mount.purpose));
  }
}

void run(const Context& context, Sink& sink) {
  for (const Server* const server : context.servers()) {
    const Version4Exports exports = version4_exports(*server);
    if (exports.with.empty() || exports.without.empty()) continue;
    report(context, *server, exports, sink);
    add_nodes(context, *server, exports, sink);
  }
}

}  // namespace

Check nr129_partial_exname() {
  return {{"NR129", "partial-exname", "some NFSv4 exports have an exname, others have none",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
