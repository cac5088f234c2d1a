#include "checks/common/unresolved.h"

#include <algorithm>
#include <set>
#include <vector>

#include "base/text.h"
#include "checks/common/remedies.h"
#include "model/substitution.h"

namespace nfsready::checks {

namespace {

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

// The address that some machine has for the name; empty when none has one.
std::string known_address(const Site& site, std::string_view name) {
  for (const Server& server : site.servers) {
    const auto answers = server.names->addresses(name);
    if (!answers.empty() && !answers.front().address.is_loopback()) {
      return answers.front().address.text();
    }
  }
  return {};
}

// What /etc/hosts of the management node has for the name.
std::vector<NameAnswer> on_management_node(const Site& site, std::string_view name) {
  if (site.management_node == kNoIndex) return {};
  const Server& server = site.servers[site.management_node];
  if (!server.hosts) return {};
  auto answers = server.names->addresses(name);
  if (!answers.empty() && answers.front().where.source != server.hosts->file) answers.clear();
  return answers;
}

}  // namespace

std::string external_server(const Context& context) {
  const Site& site = context.site();
  std::set<std::string_view> names;
  for (const Node& node : site.nodes) {
    if (node.redirected) names.insert(node.nfsserver.text);
  }
  if (names.empty()) {
    std::set<std::uint32_t> own{site.management_node};
    for (const Node& node : site.nodes) {
      own.insert(node.service_nodes.begin(), node.service_nodes.end());
    }
    for (const JudgedMount& judged : context.mounts()) {
      const std::uint32_t server = judged.mount->server;
      if (server != kNoIndex && own.count(server) == 0) names.insert(site.servers[server].name);
    }
  }
  return names.size() == 1 ? std::string(*names.begin()) : "<external server>";
}

bool is_nfsserver_unresolved(BootEdits& edits, const Node& node, std::uint32_t service_node) {
  if (node.kind == NodeKind::kUnknown || !node.nfsserver_seen) return false;
  if (!node.nfsserver.is_decided()) return false;  // NR904
  return edits.redirection(node, service_node).outcome == Redirect::kUnresolved &&
         !is_named_in_files(edits, node, service_node);
}

bool is_path(std::string_view nfsserver) { return nfsserver.find('/') != std::string_view::npos; }

bool is_from_nfsserver(const LiteSubject& subject) {
  const auto variables = variables_of(subject.mount.text);
  return std::find(variables.begin(), variables.end(), "$noderes.nfsserver") != variables.end();
}

bool lacks_nfsserver(const LiteSubject& subject, LineGenerator& lines) {
  const LiteMount& mount = subject.mount;
  return !subject.node.nfsserver.is_set() && mount.unknown_table.empty() &&
         !mount.undefined.empty() && mount.undefined.front() == "$noderes.nfsserver" &&
         line_state(subject, lines) != LineState::kEarlier;
}

bool is_left_out(const LiteSubject& subject, const Server& machine, LineGenerator& lines) {
  const ServerField& field = lines.server_field(machine, subject.mount.server);
  if (field.known && field.text.empty()) return true;
  // Names that only another machine's hosts file has may come from a name server, unless the line
  // that this machine generated shows that it did not find them.
  const GeneratedLine* const line = line_read(subject);
  return field.by_others && line != nullptr && line->fields.size() > 2 && line->fields[1].empty();
}

std::string remedy_unknown_name(const Context& context, std::string_view name,
                                const std::string& or_else) {
  const Site& site = context.site();
  const std::string text(name);
  const auto there = on_management_node(site, name);
  const bool is_loopback = !there.empty() && there.front().address.is_loopback();
  if (!there.empty() && !is_loopback) {
    return remedy_mkdsklsnode() + ", which copies /etc/hosts of the management node, where " +
           text + " is known, to the service nodes";
  }
  const std::string address = known_address(site, name);
  const std::string line = Address::parse(name) ? text + " <name>"
                           : address.empty()    ? "<address> " + text
                                                : address + " " + text;
  return "on the management node: " +
         (is_loopback ? "take " + text + " out of the line of " + there.front().address.text() +
                            " in /etc/hosts; "
                      : std::string()) +
         "add '" + line + "' to /etc/hosts, which mkdsklsnode copies to the service nodes" +
         (or_else.empty() ? "" : "; or" + or_else) + "\n" + remedy_mkdsklsnode();
}

std::string remedy_unknown_nfsserver(const Context& context, std::string_view nfsserver) {
  const Site& site = context.site();
  const std::string change = "chdef -t node -o {nodes} nfsserver=";
  if (is_path(nfsserver)) {
    return "on the management node: " + change + external_server(context) + "\n" +
           remedy_mkdsklsnode();
  }
  if (Address::parse(nfsserver)) {
    return remedy_unknown_name(context, nfsserver, ": " + change + "<name>");
  }
  const std::string meant(server_meant(site, nfsserver));
  return remedy_unknown_name(
      context, nfsserver, meant.empty() ? "" : ", when " + meant + " is meant: " + change + meant);
}

std::string_view server_meant(const Site& site, std::string_view name) {
  if (!known_address(site, name).empty()) return {};
  std::vector<std::string_view> names;
  names.reserve(site.servers.size());
  for (const Server& server : site.servers) names.push_back(server.name);
  const std::string_view meant = nearest(name, names);
  return meant == name ? std::string_view{} : meant;
}

}  // namespace nfsready::checks
