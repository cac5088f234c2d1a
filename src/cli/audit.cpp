#include "cli/audit.h"

#include <algorithm>
#include <unordered_map>
#include <utility>
#include <variant>

#include "base/text.h"
#include "cli/check_selection.h"
#include "cli/system_resolver.h"
#include "model/build_site.h"
#include "model/noderange.h"
#include "parse/suppressions.h"
#include "plan/plan.h"
#include "snapshot/disk_reader.h"

namespace nfsready {

namespace {

bool is_snapshot(const Snapshot& snapshot) {
  return std::any_of(snapshot.files.begin(), snapshot.files.end(), [](const SnapshotFile& file) {
    return file.role == FileRole::kTable || file.role == FileRole::kStanza;
  });
}

std::vector<std::uint32_t> diskless_nodes(const Site& site) {
  std::vector<std::uint32_t> nodes;
  for (std::uint32_t i = 0; i < site.nodes.size(); ++i) {
    if (site.nodes[i].diskless) nodes.push_back(i);
  }
  return nodes;
}

Result<NodeSelection> evaluate(const std::string& noderange, const Site& site) {
  std::vector<std::string_view> names;
  names.reserve(site.nodes.size());
  for (const Node& node : site.nodes) names.push_back(node.name);
  return evaluate_noderange(noderange, {names, site.group_members});
}

// Takes out what boots from a disk; tells its names, folded.
std::string take_others_out(std::vector<std::uint32_t>& nodes, const Site& site) {
  std::vector<std::string_view> others;
  std::erase_if(nodes, [&](std::uint32_t node) {
    if (!site.nodes[node].diskless) others.push_back(site.nodes[node].name);
    return !site.nodes[node].diskless;
  });
  return fold_names(others);
}

// Nodes as consoles and logs name them: by their address, or with their domain.
class LoggedNames {
 public:
  explicit LoggedNames(const Site& site) : site_(site) {}

  // The noderange with such items replaced by the names of the nodes.
  std::string translated(std::string_view noderange) {
    std::vector<std::string> items;
    for (const std::string_view item : split(noderange, ',')) {
      const bool excluded = item.starts_with('-');
      const std::string_view name = excluded ? item.substr(1) : item;
      items.push_back((excluded ? "-" : "") + std::string(node_named(name)));
    }
    return join(items, ",");
  }

 private:
  [[nodiscard]] bool is_node(std::string_view name) const {
    return site_.node_index.count(name) != 0;
  }

  std::string_view node_named(std::string_view name) {
    if (is_node(name)) return name;
    if (const auto address = Address::parse(name)) {
      const auto found = by_address().find(address->text());
      return found == by_address().end() ? name : found->second;
    }
    const std::string_view bare = short_name(name);
    return is_node(bare) && is_domain(name.substr(bare.size())) ? bare : name;
  }

  // Not so the rest of a range, as of "n01.cluster-n09.cluster".
  [[nodiscard]] bool is_domain(std::string_view text) const {
    for (std::size_t at = text.find('-'); at != std::string_view::npos;
         at = text.find('-', at + 1)) {
      if (is_node(short_name(text.substr(at + 1)))) return false;
    }
    return text.find_first_of("@[]():/^+=~ ") == std::string_view::npos;
  }

  const std::unordered_map<std::string, std::string_view>& by_address() {
    if (by_address_.empty()) {
      for (const Node& node : site_.nodes) {
        for (const auto& known : node.addresses) {
          by_address_.emplace(known.address.text(), node.name);
        }
      }
    }
    return by_address_;
  }

  const Site& site_;
  std::unordered_map<std::string, std::string_view> by_address_;  // made when first asked for
};

Result<std::vector<std::uint32_t>> select_nodes(const std::string& noderange, const Site& site,
                                                std::vector<std::string>& left_out) {
  if (noderange.empty()) return diskless_nodes(site);
  auto selection = evaluate(LoggedNames(site).translated(noderange), site);
  if (!selection) {
    return Error{"the noderange '" + noderange + "': " + selection.error().message, {}};
  }
  auto& [nodes, absent] = selection.value();
  if (!absent.empty()) left_out.push_back("'" + absent + "' of the noderange is no node");
  const std::string others = take_others_out(nodes, site);
  if (!others.empty()) left_out.push_back(others + " does not boot over NFS");
  if (nodes.empty()) {
    return Error{"the noderange '" + noderange + "' selects no node that boots over NFS", {}};
  }
  return std::move(nodes);
}

}  // namespace

Result<std::unique_ptr<Audit>> read_audit(const AuditRequest& request, Progress& progress) {
  auto audit = std::make_unique<Audit>();
  progress.stage("reading " + request.site);
  const DiskReader disk(request.site);
  auto snapshot = read_snapshot(ServedReader(disk, request.served), request.site, audit->sources);
  if (!snapshot) return snapshot.error();
  audit->snapshot = std::move(snapshot.value());
  if (!is_snapshot(audit->snapshot)) {
    return Error{"'" + request.site +
                     "' holds no snapshot of a site: expected tables/*.csv (tabdump) or "
                     "lsdef/*.stanza (lsdef -z) in it",
                 {}};
  }
  progress.stage("parsing " + plural(audit->sources.size(), "file"));
  BuildOptions options;
  options.dialects = request.dialects;
  if (request.dns) {
    audit->system = make_system_resolver();
    options.system = &audit->system;
  }
  audit->site = build_site(audit->snapshot, audit->sources, options);
  for (const auto& stated : request.dialects) {
    const std::string& server = stated.first;
    const auto& servers = audit->site->servers;
    if (std::none_of(servers.begin(), servers.end(),
                     [&](const Server& known) { return known.name == server; })) {
      return Error{"--dialect names the server '" + server + "', which has no folder in servers/",
                   {}};
    }
  }
  auto nodes = select_nodes(request.noderange, *audit->site, audit->left_out);
  if (!nodes) return nodes.error();
  audit->nodes = std::move(nodes.value());
  progress.stage("planning " + plural(audit->nodes.size(), "node"));
  audit->plans = plan_nodes(*audit->site, audit->nodes);
  audit->observations = request.observations;
  audit->context = std::make_unique<Context>(*audit->site, audit->plans, request.noderange.empty(),
                                             &audit->observations);
  return audit;
}

namespace {

std::variant<SuppressionRule, Problem> rule_of(const SuppressionEntry& entry, const Audit& audit) {
  SuppressionRule rule;
  const RegisteredCheck* const check = find_check(entry.id.text);
  if (check == nullptr) {
    return Problem{ProblemKind::kSyntax,
                   entry.id.span,
                   "no check is called " + quoted(entry.id.text),
                   hint_for_unknown_check(entry.id.text),
                   {}};
  }
  rule.id = check->check->info.id;
  rule.server = entry.server.text;
  rule.path = entry.path.text;
  rule.until = entry.until.text;
  rule.reason = entry.reason;
  rule.where = entry.where;
  if (entry.nodes.empty()) return rule;
  const auto selection = evaluate(std::string(entry.nodes.text), *audit.site);
  if (!selection || selection.value().nodes.empty()) {
    // Nodes come and go: a line that outlives its nodes breaks no gate.
    return Problem{
        ProblemKind::kIgnored,
        entry.nodes.span,
        "the suppression's nodes: " +
            (selection ? quoted(entry.nodes.text) + " leaves none" : selection.error().message),
        "remove it, or write another noderange",
        {}};
  }
  rule.every_node = false;
  for (std::uint32_t i = 0; i < audit.nodes.size(); ++i) {  // nodes of the run, not of the site
    const auto& accepted = selection.value().nodes;
    if (std::binary_search(accepted.begin(), accepted.end(), audit.nodes[i])) {
      rule.nodes.push_back(i);
    }
  }
  return rule;
}

const SourceFile* suppressions_of(const Audit& audit) {
  for (const SnapshotFile& file : audit.snapshot.files) {
    if (file.role == FileRole::kSuppressions) return file.source;
  }
  return nullptr;
}

}  // namespace

Result<std::vector<SuppressionRule>> read_suppressions(Audit& audit, const std::string& file,
                                                       Problems& problems) {
  const SourceFile* source = suppressions_of(audit);
  if (!file.empty()) {
    auto text = read_file(file);
    if (!text) return text.error();
    source = &audit.sources.add(file, std::move(text.value()));
  }
  std::vector<SuppressionRule> rules;
  if (source == nullptr) return rules;
  for (const SuppressionEntry& entry : parse_suppressions(*source, problems)) {
    auto rule = rule_of(entry, audit);
    if (auto* const problem = std::get_if<Problem>(&rule)) {
      problems.push_back(std::move(*problem));
    } else {
      rules.push_back(std::move(std::get<SuppressionRule>(rule)));
    }
  }
  return rules;
}

}  // namespace nfsready
