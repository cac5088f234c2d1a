#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/path.h"
#include "base/text.h"
#include "checks/common/export_lists.h"
#include "checks/common/faults.h"
#include "checks/common/former_server.h"
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
struct Shortfall {
  const Node& node;
  const Server& own;
  const Server& external;
  std::string_view path;
  Subject subject;
  Grant here;   // of its service node
  Grant there;  // of the external server
  Less less;

  [[nodiscard]] bool is_mounted() const { return subject.mount != Subject::kWholeNode; }
  [[nodiscard]] Span place() const { return there.rule.is_set() ? there.rule : there.entry; }
};

void describe(const Context& context, const Shortfall& found, Finding& finding) {
  const Needs needs{found.here.access == Access::kReadWrite, found.here.root == Root::kKept};
  finding.severity = found.is_mounted() ? Severity::kNote : Severity::kWarning;
  finding.server = found.external.name;
  finding.message = std::string(found.external.name) + words(found.less) +
                    ", while {their} service node gives " + rights(needs) +
                    (found.is_mounted() ? "; the planned mounts need no more"
                                        : "; no planned mount needs it yet");
  finding.evidence = context.line(found.place()) + "\n" + std::string(found.own.name) + ": " +
                     context.line(found.here.rule);
}

// What makes the external server give as much.
std::string remedy_of(const Context& context, const Repair& repair, Less less,
                      DecidingEntries& entries) {
  switch (less) {
    case Less::kAccess:
      return remedy_client(context, repair, entries);
    case Less::kWrite:
      return remedy_option(context, repair, entries, {"rw", "Access_Type = RW", allow_writing});
    case Less::kRoot:
      return remedy_option(
          context, repair, entries,
          {"no_root_squash", "Squash = No_Root_Squash",
           [](AixLine& line, const std::string& hosts) { line.add("root", hosts); }});
    default:
      return remedy_option(context, repair, entries, {"insecure", "PrivilegedPort = false", {}});
  }
}

class Comparer {
 public:
  Comparer(const Context& context, Sink& sink)
      : context_(context),
        site_(context.site()),
        sink_(sink),
        entries_(context),
        former_(context) {}

  // Mounts that work: what they need is given, more need not be.
  void compare_mounts() {
    for (const JudgedMount& judged : context_.mounts()) {
      const Mount& mount = *judged.mount;
      const Node& node = *judged.node;
      if (mount.purpose == Purpose::kSpot || mount.purpose == Purpose::kSharedRoot) continue;
      if (mount.server != node.external || mount.server == kNoIndex) continue;
      if (judged.answer->now.access != Access::kReadOnly || !faults_of(judged).empty()) continue;
      compare(node, site_.servers[node.service_nodes.front()], judged.answer->now, mount.asked,
              judged.subject);
    }
  }

  // Paths that both servers export to a node, which it does not mount from the external one yet.
  void compare_exports() {
    plan_of_.assign(site_.nodes.size(), kNoIndex);
    std::set<std::pair<std::uint32_t, std::uint32_t>> pairs;
    for (std::uint32_t i = 0; i < context_.plans().size(); ++i) {
      const Node& node = context_.node(context_.plans()[i]);
      if (node.external == kNoIndex || node.service_nodes.empty()) continue;
      plan_of_[context_.plans()[i].node] = i;
      pairs.insert({node.service_nodes.front(), node.external});
    }
    for (const auto& [own, external] : pairs) compare_server(own, external);
  }

  void add_remedies() {
    for (std::size_t i = 0; i < repairs_.size(); ++i) {
      sink_.drafts()[i].finding.remedy =
          remedy_of(context_, repairs_[i].repair, repairs_[i].less, entries_);
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

  // An export of the very path, or of the directory of all nodes or resources of that kind.
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
    const Grant here = context_.ask(own, path, Context::client_of(node)).now;
    const auto less = less_than(there, here);
    if (!less || !former_.of(node).empty()) return;  // NR324
    report({node, own, site_.servers[node.external], path, subject, here, there, *less});
  }

  void report(const Shortfall& found) {
    const std::string pattern = path_pattern(found.node, found.path);
    Draft& draft =
        sink_.cause(std::string(found.external.name) + "|" + pattern + "|" + words(found.less));
    draft.path_pattern = pattern;
    draft.add_subject(found.subject, found.path);
    draft.add_location(found.place());
    add_to_repair(found, static_cast<std::size_t>(&draft - sink_.drafts().data()));
    if (!draft.fresh) return;
    draft.add_location(found.here.rule);
    describe(context_, found, draft.finding);
  }

  // Drafts and repairs have the same order.
  void add_to_repair(const Shortfall& found, std::size_t index) {
    if (index == repairs_.size()) {
      Repair repair;
      repair.server = &found.external;
      repair.path = repair.pattern = found.path;
      repairs_.push_back({std::move(repair), found.less});
    }
    Repair& repair = repairs_[index].repair;
    repair.one_path = repair.one_path && repair.path == found.path;
    repair.needs.write = repair.needs.write || found.here.access == Access::kReadWrite;
    repair.needs.root = repair.needs.root || found.here.root == Root::kKept;
    repair.nodes.push_back(&found.node);
    const Span place = found.place();
    if (repair.entries.empty() || repair.entries.back().rule != place) {
      repair.entries.push_back({found.there.entry.is_set() ? found.there.entry : place, place, {}});
    }
    repair.entries.back().nodes.push_back(&found.node);
  }

  struct Mending {
    Repair repair;
    Less less;
  };

  const Context& context_;
  const Site& site_;
  Sink& sink_;
  DecidingEntries entries_;
  FormerServers former_;
  std::vector<Mending> repairs_;        // by draft
  std::vector<std::uint32_t> plan_of_;  // by node
  std::map<std::uint32_t, ExportedPaths> exported_;
};

void run(const Context& context, Sink& sink) {
  Comparer comparer(context, sink);
  comparer.compare_mounts();
  comparer.compare_exports();
  comparer.add_remedies();
}

}  // namespace

Check nr206_grants_differ() {
  return {{"NR206", "grants-differ",
           "the external server gives a node less than its service node does on the same path",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
