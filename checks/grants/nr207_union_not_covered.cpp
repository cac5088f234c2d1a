#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/path.h"
#include "base/text.h"
#include "checks/common/export_lists.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

enum class Holding : std::uint8_t {
  kImage,  // a SPOT, a root, a shared root: mkdsklsnode redirects them
  kLocal,  // a resource that stays on the service node
  kOther,  // no NIM resource
};

Holding holding_of(std::string_view type) {
  if (type == "spot" || type == "root" || type == "shared_root") return Holding::kImage;
  return Holding::kLocal;
}

// What NIM keeps where on one service node.
class Resources {
 public:
  explicit Resources(const Server& server) {
    for (const auto& [resource, location] : server.nim_locations) {
      const Stanza* const object = server.nim_object(resource);
      const Attribute* const type = object == nullptr ? nullptr : object->find("type");
      if (type != nullptr) types_.emplace(CleanPath(location.text).view(), type->value.text);
    }
  }

  [[nodiscard]] Holding holding(std::string_view path) const {
    for (const std::string_view place : {path, parent_of(path)}) {
      const auto found = types_.find(std::string(place));
      if (found != types_.end()) return holding_of(found->second);
    }
    return by_place(path);
  }

 private:
  // xCAT's own layout, for a service node without a listing: .../nim/<type>/<resource>.
  static Holding by_place(std::string_view path) {
    const auto parts = split(path, '/');
    const auto nim = std::find(parts.begin(), parts.end(), "nim");
    if (nim == parts.end() || nim + 1 == parts.end()) return Holding::kOther;
    return holding_of(*(nim + 1));
  }

  std::map<std::string, std::string_view> types_;  // by location
};

// Paths of one directory that only service nodes export.
struct Missing {
  std::vector<Span> exports;
  std::set<std::string> paths;
  std::set<std::string> service_nodes;
  bool for_nodes = false;  // listed for a node of the site, or for more than single hosts
};

struct MissingKey {
  std::uint32_t external = kNoIndex;
  Holding holding = Holding::kOther;
  std::string directory;
  friend auto operator<=>(const MissingKey&, const MissingKey&) = default;
};

class Finder {
 public:
  explicit Finder(const Context& context) : context_(context), site_(context.site()) {
    for (const JudgedMount& judged : context.mounts()) mounted_.insert(judged.mount->asked);
  }

  void compare(std::uint32_t service_node, std::uint32_t external) {
    const Server& from = site_.servers[service_node];
    const ExportsTable* const table = table_of(from);
    if (table == nullptr || table_of(site_.servers[external]) == nullptr) return;
    auto known = exported_.find(external);
    if (known == exported_.end()) {
      known = exported_.emplace(external, ExportedPaths(site_.servers[external])).first;
    }
    const Resources resources(from);
    for_each_export(*table, *from.names, [&](const ListedExport& listed) {
      const CleanPath path(listed.path);
      if (!listed.is_read || listed.clients.empty() || known->second.covers(path.view())) return;
      if (is_needed_elsewhere(path.view())) return;
      const Holding holding = resources.holding(path.view());
      if (holding != Holding::kLocal) add({external, holding, {}}, from, path.view(), listed);
    });
  }

  void report(Sink& sink) const {
    for (const auto& [key, missing] : missing_) report(key, missing, sink);
  }

 private:
  // A path that a node of the run mounts is told by NR201, or served by the service node; the
  // postscripts are never redirected.
  bool is_needed_elsewhere(std::string_view path) {
    if (mounted_.count(path) != 0 || is_at_or_below(path, site_.postscripts)) return true;
    if (sorted_.empty()) {
      sorted_.assign(mounted_.begin(), mounted_.end());
      std::sort(sorted_.begin(), sorted_.end());
    }
    const std::string below = std::string(path) + "/";
    const auto at = std::lower_bound(sorted_.begin(), sorted_.end(), below);
    return at != sorted_.end() && at->starts_with(below);
  }

  void add(MissingKey key, const Server& from, std::string_view path, const ListedExport& listed) {
    key.directory = parent_of(path);
    Missing& missing = missing_[key];
    missing.paths.emplace(path);
    missing.service_nodes.emplace(from.name);
    missing.exports.push_back(listed.span);
    for (const ListedClient& client : listed.clients) {
      const bool is_node = node_listed(site_, client) != kNoIndex;
      if (is_node || client.kind != ListedKind::kHost) missing.for_nodes = true;
    }
  }

  void report(const MissingKey& key, const Missing& missing, Sink& sink) const {
    const Server& external = site_.servers[key.external];
    const std::string name(external.name);
    const bool is_image = key.holding == Holding::kImage;
    const std::size_t count = missing.paths.size();
    const bool one = count == 1;
    const std::string from = folded(missing.service_nodes);
    Draft& draft = sink.cause(name + (is_image ? "|image|" : "|other|") + key.directory);
    Finding& finding = draft.finding;
    for (const Span& span : missing.exports) draft.add_location(span);
    finding.severity = is_image && missing.for_nodes ? Severity::kWarning : Severity::kNote;
    finding.server = name;
    finding.path = one ? *missing.paths.begin() : key.directory + "/<name>";
    finding.message =
        name + " does not export " +
        (one ? "{path}" : std::to_string(count) + " directories of " + key.directory) + ", but " +
        from + (missing.service_nodes.size() == 1 ? " does" : " do") +
        (is_image ? ": a node that mkdsklsnode points to " + name + " cannot boot from there"
                  : "; no planned mount needs it");
    finding.evidence = context_.line(missing.exports.front());
    finding.remedy = std::string("copy ") + (one ? "it" : "them") + " to " + name + " and export " +
                     (one ? "it" : "them") + " there with the same rights, in the " +
                     "syntax of that server; then: " + std::string(reload_command(external)) +
                     "\nor, when nothing uses " + (one ? "it" : "them") + " any more, on " + from +
                     ": rmnfsexp -d {path} -B";
  }

  static std::string folded(const std::set<std::string>& servers) {
    std::vector<std::string_view> names(servers.begin(), servers.end());
    std::sort(names.begin(), names.end(), natural_less);
    return fold_names(names);
  }

  const Context& context_;
  const Site& site_;
  std::unordered_set<std::string_view> mounted_;
  std::vector<std::string_view> sorted_;  // the same
  std::map<std::uint32_t, ExportedPaths> exported_;
  std::map<MissingKey, Missing> missing_;
};

// Which external servers stand in for which service nodes.
std::set<std::pair<std::uint32_t, std::uint32_t>> stand_ins(const Context& context) {
  std::set<std::pair<std::uint32_t, std::uint32_t>> pairs;
  for (const NodePlan& plan : context.plans()) {
    const Node& node = context.node(plan);
    if (node.external == kNoIndex) continue;
    for (const std::uint32_t server : node.service_nodes) pairs.insert({server, node.external});
  }
  return pairs;
}

void run(const Context& context, Sink& sink) {
  if (!context.whole_site()) return;  // what other nodes mount is not known
  const auto pairs = stand_ins(context);
  if (pairs.empty()) return;
  Finder finder(context);
  for (const auto& [service_node, external] : pairs) finder.compare(service_node, external);
  finder.report(sink);
}

}  // namespace

Check nr207_union_not_covered() {
  return {{"NR207", "union-not-covered",
           "service nodes export image directories that the external server does not",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
