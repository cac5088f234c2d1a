#include <algorithm>
#include <vector>

#include "base/text.h"
#include "checks/common/lite_mounts.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

std::vector<bool> service_nodes_of(const Site& site) {
  std::vector<bool> serves(site.servers.size());
  for (const Node& node : site.nodes) {
    for (const std::uint32_t server : node.service_nodes) serves[server] = true;
  }
  return serves;
}

bool is_same_server(const Site& site, std::uint32_t a, std::uint32_t b) {
  if (a == b) return true;
  return site.servers[a].head_of == b || site.servers[b].head_of == a;
}

// Whether two names mean one server, as a service node resolves them.
bool share_an_address(const Names& names, std::string_view a, std::string_view b) {
  const auto others = names.addresses(b);
  return std::any_of(others.begin(), others.end(), [&](const NameAnswer& answer) {
    return names.resolves_to(a, answer.address);
  });
}

bool is_external(const Site& site, const LiteSubject& subject, std::uint32_t server) {
  const Node& node = subject.node;
  if (equals_ignoring_case(subject.mount.server, node.nfsserver.text)) return true;
  if (server != kNoIndex && node.external != kNoIndex) {
    return is_same_server(site, server, node.external);
  }
  const Names& names = *site.servers[node.service_nodes.front()].names;
  return share_an_address(names, subject.mount.server, node.nfsserver.text);
}

enum class Place : std::uint8_t { kServiceNode, kManagementNode, kThirdServer };

Place place_of(const Site& site, std::uint32_t server, const std::vector<bool>& is_service_node) {
  if (server == kNoIndex) return Place::kThirdServer;
  if (is_service_node[server]) return Place::kServiceNode;
  return server == site.management_node ? Place::kManagementNode : Place::kThirdServer;
}

std::string_view apposition(Place place) {
  switch (place) {
    case Place::kServiceNode:
      return ", a service node";
    case Place::kManagementNode:
      return ", the management node";
    default:
      return "";
  }
}

void describe(const Context& context, const LiteSubject& subject, Place place,
              std::string_view server, Draft& draft) {
  Finding& finding = draft.finding;
  const Node& node = subject.node;
  const std::string directory(subject.mount.text.substr(subject.mount.text.find(':') + 1));
  const std::string name(server);
  const std::string external(node.nfsserver.text);
  draft.add_location(node.nfsserver.where);
  finding.server = server;
  finding.path = directory;
  finding.message =
      (subject.purpose == Purpose::kPersistent ? "the persistent area " : "the tree ") + directory +
      " of {nodes} is on " + name + std::string(apposition(place)) +
      ", while their other mounts go to " + external;
  if (place != Place::kThirdServer) finding.message += ": when " + name + " is down it is gone";
  finding.evidence = context.line(subject.mount.where) + "\n" + context.line(node.nfsserver.where);
  const std::string written = written_value(context, subject.mount);
  finding.remedy =
      "copy " + name + ":" + directory + " to the same directory of " + external +
      " and export it there\n" +
      remedy_value(context, subject, "$noderes.nfsserver" + written.substr(written.find(':')));
}

void run(const Context& context, Sink& sink) {
  const Site& site = context.site();
  const std::vector<bool> is_service_node = service_nodes_of(site);
  LineGenerator lines(context);
  for_each_lite_mount(context, [&](const LiteSubject& subject) {
    const Node& node = subject.node;
    if (!node.redirected || fault_of(context, subject) != LiteFault::kNone) return;
    const Names& names = *site.servers[node.service_nodes.front()].names;
    const std::uint32_t server = site.server_named(subject.mount.server, names);
    if (is_external(site, subject, server)) return;
    if (server == kNoIndex && names.addresses(subject.mount.server).empty()) return;  // NR405
    const Place place = place_of(site, server, is_service_node);
    const std::string_view name =
        server == kNoIndex ? subject.mount.server : site.servers[server].name;
    Draft& draft = add_lite_mount(context, subject, name, lines, sink);
    const bool is_third = place == Place::kThirdServer;
    rate(is_third ? Effect::kNone : Effect::kNotRedirected, Certainty::kCertain, draft.finding);
    if (is_third) draft.finding.severity = Severity::kNote;
    if (draft.fresh) describe(context, subject, place, name, draft);
  });
}

}  // namespace

Check nr408_persistent_elsewhere() {
  return {{"NR408", "persistent-elsewhere",
           "a persistent area or a tree is not on the node's external server", Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
