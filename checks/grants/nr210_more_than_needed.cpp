#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/path.h"
#include "base/text.h"
#include "checks/common/export_lists.h"
#include "checks/common/faults.h"
#include "checks/common/generated_doubts.h"
#include "checks/common/mounts.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// Servers whose exports are written by hand: NIM writes those of service nodes.
std::vector<bool> hand_written(const Site& site) {
  std::vector<bool> external(site.servers.size());
  for (std::size_t i = 0; i < external.size(); ++i) external[i] = !site.servers[i].nim;
  for (const Node& node : site.nodes) {
    for (const std::uint32_t server : node.service_nodes) external[server] = false;
  }
  if (site.management_node != kNoIndex) external[site.management_node] = false;
  return external;
}

bool writes(const Mount& mount) { return mount.needs.write || mount.write_is_likely; }

void describe_write(const Context& context, const JudgedMount& judged, Draft& draft) {
  const Server& server = *server_of(context, *judged.mount);
  const Grant& grant = judged.answer->now;
  Finding& finding = draft.finding;
  const bool is_spot = judged.mount->purpose == Purpose::kSpot;
  finding.severity = is_spot ? Severity::kWarning : Severity::kNote;
  finding.message = std::string(server.name) + " lets {nodes} write in {path}, " +
                    std::string(noun(judged.mount->purpose)) + ", which all of them only read";
  finding.evidence = rule_line(context, grant);
}

// Lines that admit everybody by a slip: NR103 and NR118 tell of them.
class OpenBySlip {
 public:
  OpenBySlip(const Context& context, const Server& server) {
    if (!server.exports) return;
    for (const Problem& problem : server.exports->problems) {
      const bool opens =
          problem.kind == ProblemKind::kStraySpace || problem.kind == ProblemKind::kNoClient;
      if (opens) lines_.insert(line_of(context, problem.where));
    }
  }

  [[nodiscard]] bool holds(const Context& context, const Span& place) const {
    return !lines_.empty() && place.is_set() && lines_.count(line_of(context, place)) != 0;
  }

 private:
  using Line = std::pair<SourceId, std::uint32_t>;

  static Line line_of(const Context& context, const Span& place) {
    return {place.source, context.site().sources->file(place.source).position(place.offset).line};
  }

  std::set<Line> lines_;
};

// Rules that give write access where no node that they serve writes.
void find_writable(const Context& context, const std::vector<bool>& external, Sink& sink) {
  std::vector<const JudgedMount*> found;
  std::unordered_set<Span, HashSpan> rules;
  for (const JudgedMount& judged : context.mounts()) {
    const Mount& mount = *judged.mount;
    if (judged.answer->now.access != Access::kReadWrite || writes(mount)) continue;
    if (mount.server == kNoIndex || !external[mount.server]) continue;
    found.push_back(&judged);
    rules.insert(judged.answer->now.rule);
  }
  std::map<const Server*, OpenBySlip> by_slip;
  std::erase_if(found, [&](const JudgedMount* judged) {
    const Server& server = *server_of(context, *judged->mount);
    const auto [slips, is_new] = by_slip.try_emplace(&server, context, server);
    return slips->second.holds(context, judged->answer->now.rule);
  });
  if (found.empty()) return;
  LitefileDoubts doubts(context);
  for (const JudgedMount& judged : context.mounts()) {
    const Span& rule = judged.answer->now.rule;
    if (rules.count(rule) == 0) continue;
    const Mount& mount = *judged.mount;
    const bool may_write =
        mount.stage == Stage::kOverlay && doubts.are_there(context.plans()[judged.subject.node]);
    if (writes(mount) || may_write) rules.erase(rule);
  }
  DecidingEntries entries(context);
  MountCauses causes(context, sink);
  for (const JudgedMount* judged : found) {
    if (rules.count(judged->answer->now.rule) == 0) continue;
    Draft& draft = causes.add(*judged, "write");
    draft.add_location(judged->answer->now.rule);
    if (draft.fresh) describe_write(context, *judged, draft);
  }
  causes.finish([&](const std::vector<const JudgedMount*>& mounts, Draft& draft) {
    const Repair repair = repair_of(context, mounts, std::nullopt);
    draft.finding.remedy = remedy_option(
        context, repair, entries,
        {"ro", "Access_Type = RO", [](AixLine& line, const std::string&) { line.set("ro", {}); }});
  });
}

// Private roots of one directory, on one server; two of them are enough to ask with.
struct Roots {
  const JudgedMount* first = nullptr;
  const JudgedMount* last = nullptr;
};

using RootsByDirectory = std::map<std::string_view, Roots>;

std::map<std::uint32_t, RootsByDirectory> private_roots(const Context& context,
                                                        const std::vector<bool>& external) {
  std::map<std::uint32_t, RootsByDirectory> roots;
  std::string_view directory;
  Roots* known = nullptr;
  std::uint32_t server = kNoIndex;
  for (const JudgedMount& judged : context.mounts()) {
    const Mount& mount = *judged.mount;
    if (mount.purpose != Purpose::kRoot || mount.server == kNoIndex) continue;
    if (!external[mount.server]) continue;
    const std::string_view parent = parent_of(mount.asked);
    if (known == nullptr || mount.server != server || parent != directory) {
      known = &roots[mount.server][parent];
      server = mount.server;
      directory = parent;
    }
    if (known->first == nullptr) known->first = &judged;
    known->last = &judged;
  }
  return roots;
}

// Looks for exports of private roots that admit other nodes than the one the root is for.
class RootFinder {
 public:
  RootFinder(const Context& context, const Server& server, const RootsByDirectory& roots,
             Sink& sink)
      : context_(context),
        server_(server),
        roots_(roots),
        exported_(server),
        slips_(context, server),
        sink_(sink) {}

  void look() {
    const ExportsTable* const table = table_of(server_);
    if (table == nullptr) return;
    for_each_export(*table, *server_.names, [&](const ListedExport& listed) {
      const bool one_host =
          listed.clients.size() == 1 && listed.clients.front().kind == ListedKind::kHost;
      if (!listed.is_read || listed.clients.empty() || one_host) return;
      if (slips_.holds(context_, listed.span)) return;
      const CleanPath path(listed.path);
      const auto one = roots_.find(parent_of(path.view()));
      if (one != roots_.end()) look_at_one(one->second, path.view(), listed);
      for (const auto& [directory, roots] : roots_) {
        if (is_at_or_below(directory, path.view())) look_at_all(directory, roots, listed);
      }
    });
  }

 private:
  // Whether the node of one mount may write as root in a path that is not its own.
  [[nodiscard]] bool may_write(std::string_view path, const JudgedMount& other) const {
    const Client client = Context::client_of(*other.node, other.mount->version);
    const Grant grant = context_.ask(server_, path, client).now;
    return grant.access == Access::kReadWrite && grant.root == Root::kKept;
  }

  void look_at_one(const Roots& roots, std::string_view path, const ListedExport& listed) {
    for (const JudgedMount* other : {roots.first, roots.last}) {
      if (other->mount->asked == path || !may_write(path, *other)) continue;
      report(std::string(parent_of(path)), listed);
      return;
    }
  }

  void look_at_all(std::string_view directory, const Roots& roots, const ListedExport& listed) {
    const std::string_view root = roots.first->mount->asked;
    const bool by_itself = exported_.exported(root).is_set();
    if (by_itself && CleanPath(listed.path).view() != root) return;  // NR120
    if (roots.first == roots.last || !may_write(root, *roots.last)) return;
    report(std::string(directory), listed);
  }

  void report(const std::string& directory, const ListedExport& listed) {
    Draft& draft = sink_.cause("roots|" + std::string(server_.name) + "|" + directory);
    draft.add_location(listed.span);
    if (!draft.fresh) return;
    Finding& finding = draft.finding;
    finding.severity = Severity::kNote;
    finding.server = server_.name;
    finding.path = directory + "/<node>";
    finding.message = std::string(server_.name) +
                      " lets nodes write as root in the private roots " + "of other nodes below " +
                      directory + "; each root is for its own node only";
    finding.evidence = context_.line(listed.span);
    finding.remedy = on(server_) +
                     ": export every private root by itself, {path} to <node> alone; then: " +
                     std::string(reload_command(server_));
  }

  const Context& context_;
  const Server& server_;
  const RootsByDirectory& roots_;
  ExportedPaths exported_;
  OpenBySlip slips_;
  Sink& sink_;
};

void run(const Context& context, Sink& sink) {
  const std::vector<bool> external = hand_written(context.site());
  find_writable(context, external, sink);
  for (const auto& [server, roots] : private_roots(context, external)) {
    RootFinder(context, context.site().servers[server], roots, sink).look();
  }
}

}  // namespace

Check nr210_more_than_needed() {
  return {{"NR210", "more-than-needed",
           "the external server gives nodes more than any of them needs", Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
