#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/path.h"
#include "base/text.h"
#include "checks/common/export_lists.h"
#include "checks/common/heads.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

void describe(const WeakerHead& weaker, Draft& draft) {
  Finding& finding = draft.finding;
  const std::string head(weaker.pair.head->name);
  const bool mounts = weaker.fault != Fault::kReadOnly && weaker.fault != Fault::kSquashed;
  const bool several = weaker.fault == Fault::kNotInForce;
  const std::string loss = several  ? "lose{s} mounts when "
                           : mounts ? "lose{s} this mount when "
                                    : "fail{s} there when ";
  finding.message = head + ", a head of " + std::string(weaker.pair.active->name) + ", " +
                    what_it_refuses(weaker) + ": {nodes} " + loss + head + " takes over";
  finding.remedy = remedy_same_exports(weaker.pair);
}

Span place_on_head(const WeakerHead& weaker) {
  if (weaker.grant.blame.is_set()) return weaker.grant.blame;
  if (weaker.grant.rule.is_set()) return weaker.grant.rule;
  if (weaker.grant.entry.is_set()) return weaker.grant.entry;
  return Span{table_of(*weaker.pair.head)->files.front(), 0, 0};
}

void compare_mounts(const Context& context, Sink& sink) {
  for_each_weaker_head(context, [&](const WeakerHead& weaker) {
    // A mistake in the head's exports has a check of its own.
    if (weaker.fault == Fault::kUnread || weaker.fault == Fault::kMistake) return;
    if (weaker.cause != HeadCause::kExports) return;
    Draft& draft = add_weaker_head(context, weaker, sink);
    draft.add_location(place_on_head(weaker));
    draft.add_location(weaker.judged.answer->now.rule);
    if (draft.fresh) describe(weaker, draft);
  });
}

// The paths that the nodes of the run mount from a server, sorted.
std::vector<std::string_view> mounted_paths(const Context& context, std::uint32_t server) {
  std::vector<std::string_view> paths;
  for (const JudgedMount& judged : context.mounts()) {
    if (judged.mount->server == server) paths.push_back(judged.mount->asked);
  }
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  return paths;
}

bool is_mounted(const std::vector<std::string_view>& mounted, std::string_view path) {
  const std::string below = path == "/" ? std::string(path) : std::string(path) + '/';
  const auto at = std::lower_bound(mounted.begin(), mounted.end(), path);
  if (at != mounted.end() && *at == path) return true;
  const auto first = std::lower_bound(mounted.begin(), mounted.end(), below);
  return first != mounted.end() && first->starts_with(below);
}

// Exports that no node of the run needs: a difference all the same.
void compare_rest(const Context& context, const Server& has, const Server& lacks,
                  const std::vector<std::string_view>& mounted, Sink& sink) {
  ExportedPaths there(lacks);
  std::vector<Span> missing;
  for_each_export(*table_of(has), *has.names, [&](const ListedExport& listed) {
    const CleanPath path(listed.path);
    if (!listed.is_read || listed.clients.empty() || there.covers(path.view())) return;
    if (!is_mounted(mounted, path.view())) missing.push_back(listed.span);
  });
  if (missing.empty()) return;
  Draft& draft = sink.cause("rest|" + std::string(lacks.name) + "|" + std::string(has.name));
  Finding& finding = draft.finding;
  for (const Span& span : missing) draft.add_location(span);
  finding.severity = Severity::kNote;
  finding.server = lacks.name;
  finding.message = std::string(lacks.name) + " lacks " + plural(missing.size(), "export") +
                    " of " + std::string(has.name) +
                    ", the other head of its name; no node of the run mounts from there";
  finding.evidence = context.line(missing.front());
  finding.remedy = "write the same exports on both heads: what " + std::string(has.name) +
                   " exports, also on " + std::string(lacks.name) + ", or on neither";
}

void run(const Context& context, Sink& sink) {
  compare_mounts(context, sink);
  if (!context.whole_site()) return;
  for (const HeadPair& pair : head_pairs(context)) {
    if (has_same_files(context.site(), pair)) continue;
    const auto mounted = mounted_paths(context, pair.server);
    compare_rest(context, *pair.active, *pair.head, mounted, sink);
    compare_rest(context, *pair.head, *pair.active, mounted, sink);
  }
}

}  // namespace

Check nr801_head_lacks_export() {
  return {{"NR801", "head-lacks-export",
           "a head of the external server gives a node less than the one that serves now",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
