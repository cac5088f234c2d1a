#include <algorithm>
#include <map>
#include <vector>

#include "base/text.h"
#include "checks/common/boot_edits.h"
#include "checks/common/copies.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// Files that name it were edited by a service node that knows it, from a source not collected.
bool is_named_in_files(BootEdits& edits, const Node& node, std::uint32_t service_node) {
  const BootFiles files = edits.files(node, service_node);
  const auto is_it = [&](std::string_view host) {
    return equals_ignoring_case(host, node.nfsserver.text);
  };
  if (files.niminfo != nullptr && is_it(files.niminfo->content.mount("SPOT").server.text)) {
    return true;
  }
  if (files.source == nullptr || !files.source->filesystems) return false;
  const auto mounts = mount_stanzas(*files.source->filesystems);
  return std::any_of(mounts.begin(), mounts.end(), [&](const MountStanza& mount) {
    return mount.nodename != nullptr && is_it(mount.nodename->value.text);
  });
}

std::vector<std::string_view> server_names(const Site& site) {
  std::vector<std::string_view> names;
  names.reserve(site.servers.size());
  for (const Server& server : site.servers) names.push_back(server.name);
  return names;
}

// One nfsserver that some service nodes do not know.
struct Unresolved {
  const Node* node = nullptr;
  std::vector<std::uint32_t> service_nodes;
  std::vector<Subject> subjects;
  Effect effect = Effect::kFailoverLoss;
};

std::string names_of(const Site& site, const std::vector<std::uint32_t>& servers) {
  std::vector<std::string> names;
  names.reserve(servers.size());
  for (const std::uint32_t server : servers) names.emplace_back(site.servers[server].name);
  return join(names, ", ");
}

// Each run of mkdsklsnode copies /etc/hosts of the management node over those of the service nodes
// (xCAT aixinstall.pm, doSNcopy2): a line that is added only there does not last.
std::string remedy(const Site& site, std::string_view nfsserver, bool is_address) {
  const std::string name(nfsserver);
  const std::string change = "chdef -t node -o {nodes} nfsserver=";
  std::string text = "on the management node: add '" +
                     (is_address ? name + " <name>" : "<address> " + name) +
                     "' to /etc/hosts, which mkdsklsnode copies to the service nodes";
  const std::string_view meant = is_address ? "" : nearest(nfsserver, server_names(site));
  if (!meant.empty() && meant != nfsserver) {
    text += "; or, when " + std::string(meant) + " is meant: " + change + std::string(meant);
  } else if (is_address) {
    text += "; or: " + change + "<name>";
  }
  return text + "\n" + remedy_mkdsklsnode();
}

void report(const Context& context, std::string_view nfsserver, const Unresolved& unresolved,
            Sink& sink) {
  const Site& site = context.site();
  const bool is_address = Address::parse(nfsserver).has_value();
  const std::string where = names_of(site, unresolved.service_nodes);
  Draft& draft = sink.cause(std::string(nfsserver));
  Finding& finding = draft.finding;
  finding.subjects = unresolved.subjects;
  finding.effect = unresolved.effect;
  finding.certainty = Certainty::kLikely;  // a name server that was not collected may know it
  draft.add_location(unresolved.node->nfsserver.where);
  if (site.management_node != kNoIndex && site.servers[site.management_node].hosts) {
    draft.add_location(site.servers[site.management_node].hosts->start());
  }
  for (const std::uint32_t server : unresolved.service_nodes) {
    if (site.servers[server].hosts) draft.add_location(site.servers[server].hosts->start());
  }
  finding.message = (is_address ? "the address " : "the name ") + quoted(nfsserver) +
                    ", nfsserver of {nodes}, " +
                    (is_address ? "has no name on " : "is likely unknown on ") + where +
                    ": mkdsklsnode says so in one line and redirects nothing";
  finding.evidence = context.line(unresolved.node->nfsserver.where);
  finding.remedy = remedy(site, nfsserver, is_address);
}

void run(const Context& context, Sink& sink) {
  BootEdits edits(context);
  std::map<std::string_view, Unresolved> found;
  for (const NodePlan& plan : context.plans()) {
    const Node& node = context.node(plan);
    if (node.kind == NodeKind::kUnknown || !node.nfsserver_seen) continue;
    if (!node.nfsserver.is_decided()) continue;  // NR904
    for (const std::uint32_t service_node : node.service_nodes) {
      if (edits.redirection(node, service_node).outcome != Redirect::kUnresolved) continue;
      if (is_named_in_files(edits, node, service_node)) continue;
      Unresolved& one = found[node.nfsserver.text];
      if (one.node == nullptr) one.node = &node;
      one.subjects.push_back(context.subject(plan));
      auto& servers = one.service_nodes;
      if (std::find(servers.begin(), servers.end(), service_node) == servers.end()) {
        servers.push_back(service_node);
      }
      if (effect_on(node, service_node) == Effect::kNotRedirected) {
        one.effect = Effect::kNotRedirected;
      }
    }
  }
  for (const auto& [nfsserver, unresolved] : found) report(context, nfsserver, unresolved, sink);
  add_copies(context, sink);
}

}  // namespace

Check nr302_nfsserver_unresolved() {
  return {{"NR302", "nfsserver-unresolved", "a service node cannot resolve the nfsserver of a node",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
