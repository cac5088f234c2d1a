#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/path.h"
#include "base/text.h"
#include "checks/common/export_lists.h"
#include "checks/common/faults.h"
#include "checks/common/mounts.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// What the external server gives less of.
enum class Less : std::uint8_t { kAccess, kWrite, kRoot, kPort };

std::optional<Less> less_than(const Grant& external, const Grant& own) {
  const bool own_gives = own.access == Access::kReadOnly || own.access == Access::kReadWrite;
  if (!own_gives || external.access == Access::kUnknown) return std::nullopt;
  if (external.access == Access::kNone) return Less::kAccess;
  if (own.access == Access::kReadWrite && external.access == Access::kReadOnly) return Less::kWrite;
  if (own.root == Root::kKept && external.root == Root::kSquashed) return Less::kRoot;
  if (external.port == PortRule::kReserved && own.port == PortRule::kAny) return Less::kPort;
  return std::nullopt;
}

// A clause about the external server.
std::string words(Less less) {
  switch (less) {
    case Less::kAccess:
      return " does not admit {nodes} to {path}";
    case Less::kWrite:
      return " gives {nodes} read access only to {path}";
    case Less::kRoot:
      return " squashes root of {nodes} in {path}";
    default:
      return " gives {path} to reserved source ports only";
  }
}

std::string rights(const Needs& needs) {
  return std::string(needs.write ? "read and write access" : "read access") +
         (needs.root ? " with root" : "");
}

// One path of one node on both of its servers.
struct Pair {
  const Node& node;
  const Server& own;
  const Server& external;
  std::string_view path;
};

void report(const Context& context, const Pair& pair, const Grant& own, const Grant& external,
            Less less, bool is_mounted, Subject subject, Sink& sink) {
  const std::string pattern = path_pattern(pair.node, pair.path);
  Draft& draft =
      sink.cause(std::string(pair.external.name) + "|" + pattern + "|" + std::string(words(less)));
  draft.path_pattern = pattern;
  draft.add_subject(subject, pair.path);
  const Span place = external.rule.is_set() ? external.rule : external.entry;
  draft.add_location(place);
  if (!draft.fresh) return;
  draft.add_location(own.rule);
  Finding& finding = draft.finding;
  finding.severity = is_mounted ? Severity::kNote : Severity::kWarning;
  finding.server = pair.external.name;
  const Needs needs{own.access == Access::kReadWrite, own.root == Root::kKept};
  finding.message =
      std::string(pair.external.name) + words(less) + ", while their service node gives " +
      rights(needs) +
      (is_mounted ? "; the planned mounts need no more" : "; no planned mount needs it yet");
  finding.evidence =
      context.line(place) + "\n" + std::string(pair.own.name) + ": " + context.line(own.rule);
  finding.remedy = less == Less::kAccess
                       ? remedy_client(context, pair.external, "{path}", place, needs)
                       : on(pair.external) + ", at " + context.where(place) + ": give the client " +
                             rights(needs) + " from any source port; then: " +
                             std::string(reload_command(pair.external));
}

class Comparer {
 public:
  Comparer(const Context& context, Sink& sink)
      : context_(context), site_(context.site()), sink_(sink) {}

  // Mounts that work: what they need is given, more need not be.
  void compare_mounts() {
    for (const JudgedMount& judged : context_.mounts()) {
      const Mount& mount = *judged.mount;
      const Node& node = *judged.node;
      const bool written = mount.purpose != Purpose::kSpot && mount.purpose != Purpose::kSharedRoot;
      if (!written || judged.answer->now.access != Access::kReadOnly) continue;
      if (mount.server != node.external || mount.server == kNoIndex) continue;
      if (!faults_of(judged).empty()) continue;
      compare(node, site_.servers[node.service_nodes.front()], judged.answer->now, mount.asked,
              judged.subject);
    }
  }

  // Paths that a service node exports to its nodes, and the external server as well, without a
  // mount of theirs that is planned there: paging spaces that are to move, for one.
  void compare_exports() {
    plan_of_.assign(site_.nodes.size(), kNoIndex);
    std::vector<std::vector<std::uint32_t>> externals(site_.servers.size());
    for (std::uint32_t i = 0; i < context_.plans().size(); ++i) {
      const Node& node = context_.node(context_.plans()[i]);
      if (node.external == kNoIndex || node.service_nodes.empty()) continue;
      plan_of_[context_.plans()[i].node] = i;
      auto& known = externals[node.service_nodes.front()];
      if (std::find(known.begin(), known.end(), node.external) == known.end()) {
        known.push_back(node.external);
      }
    }
    for (std::uint32_t own = 0; own < externals.size(); ++own) {
      for (const std::uint32_t external : externals[own]) compare_server(own, external);
    }
  }

 private:
  void compare_server(std::uint32_t own, std::uint32_t external) {
    const Server& from = site_.servers[own];
    const ExportsTable* const table = table_of(from);
    if (table == nullptr || table_of(site_.servers[external]) == nullptr) return;
    auto known = exported_.find(external);
    if (known == exported_.end()) {
      known = exported_.emplace(external, ExportedPaths(site_.servers[external])).first;
    }
    for_each_export(*table, *from.names, [&](const ListedExport& listed) {
      const CleanPath path(listed.path);
      if (!listed.is_read || !is_meant(known->second, path.view())) return;
      for (const ListedClient& client : listed.clients) {
        compare_client(from, external, path.view(), client);
      }
    });
  }

  // Whether the external server has an export for the very path, or for the directory of all nodes
  // or resources of that kind; an export further above is not meant for it.
  static bool is_meant(const ExportedPaths& exported, std::string_view path) {
    const std::string_view parent = parent_of(path);
    const std::string_view grandparent = parent_of(parent);
    if (exported.exported(path).is_set() || exported.exported(parent).is_set()) return true;
    return parent_of(grandparent).size() > 1 && exported.exported(grandparent).is_set();
  }

  void compare_client(const Server& own, std::uint32_t external, std::string_view path,
                      const ListedClient& client) {
    const std::uint32_t index = node_listed(site_, client);
    if (index == kNoIndex || plan_of_[index] == kNoIndex) return;
    const NodePlan& plan = context_.plans()[plan_of_[index]];
    const Node& node = context_.node(plan);
    if (node.external != external) return;
    for (const Mount& mount : plan.mounts) {
      if (mount.server == external && mount.asked == path) return;
    }
    const Grant there = context_.ask(site_.servers[external], path, Context::client_of(node)).now;
    compare(node, own, there, path, context_.subject(plan));
  }

  void compare(const Node& node, const Server& own, const Grant& there, std::string_view path,
               Subject subject) {
    if (&own == &site_.servers[node.external]) return;
    const Grant here = context_.ask(own, path, Context::client_of(node)).now;
    const auto less = less_than(there, here);
    if (!less) return;
    const Pair pair{node, own, site_.servers[node.external], path};
    const bool is_mounted = subject.mount != Subject::kWholeNode;
    report(context_, pair, here, there, *less, is_mounted, subject, sink_);
  }

  const Context& context_;
  const Site& site_;
  Sink& sink_;
  std::vector<std::uint32_t> plan_of_;  // by node
  std::map<std::uint32_t, ExportedPaths> exported_;
};

void run(const Context& context, Sink& sink) {
  Comparer comparer(context, sink);
  comparer.compare_mounts();
  comparer.compare_exports();
}

}  // namespace

Check nr206_grants_differ() {
  return {{"NR206", "grants-differ",
           "the external server gives a node less than its service node does on the same path",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
