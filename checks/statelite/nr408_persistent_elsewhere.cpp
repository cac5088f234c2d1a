#include <algorithm>
#include <map>
#include <vector>

#include "base/text.h"
#include "checks/common/copies.h"
#include "checks/common/lite_mounts.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

std::vector<bool> service_nodes_of(const Site& site) {
  std::vector<bool> serves(site.servers.size());
  for (const Node& node : site.nodes) {
    if (!node.diskless) continue;
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

std::string_view apposition(Place place, std::size_t servers) {
  switch (place) {
    case Place::kServiceNode:
      return servers == 1 ? ", a service node" : ", service nodes";
    case Place::kManagementNode:
      return ", the management node";
    default:
      return "";
  }
}

// One value that leads to other servers than the external one.
struct Cause {
  std::vector<std::string_view> servers;
  std::vector<LiteSubject> subjects;
};
using Causes = std::map<std::pair<Span, Place>, Cause>;

void describe(const Context& context, const Cause& cause, Place place, Finding& finding) {
  const LiteSubject& subject = cause.subjects.front();
  const std::string directory(subject.mount.text.substr(subject.mount.text.find(':') + 1));
  const std::string servers = fold_names(cause.servers);
  const std::string external(subject.node.nfsserver.text);
  finding.server = cause.servers.size() == 1 ? servers : "(several)";
  finding.path = directory;
  finding.message =
      (subject.purpose == Purpose::kPersistent ? "the persistent area " : "the tree ") + directory +
      " of {nodes} is on " + servers + std::string(apposition(place, cause.servers.size())) +
      ", while other mounts go to " + external;
  if (place != Place::kThirdServer) finding.message += ": when that is down, so is the mount";
  finding.evidence =
      context.line(subject.mount.where) + "\n" + context.line(subject.node.nfsserver.where);
  const std::string written = written_value(context, subject.mount);
  const std::size_t colon = std::min(written.find(':'), written.size());  // a pattern may lack it
  finding.remedy = "copy " + servers + ":" + directory + " to the same directory of " + external +
                   " and export it there\n" +
                   remedy_value(context, subject, "$noderes.nfsserver" + written.substr(colon));
}

void report(const Context& context, Cause& cause, Place place, LineGenerator& lines, Sink& sink) {
  std::sort(cause.servers.begin(), cause.servers.end(), natural_less);
  Draft& draft = sink.cause(context.where(cause.subjects.front().mount.where) +
                            std::to_string(static_cast<int>(place)));
  for (const LiteSubject& subject : cause.subjects) {
    static_cast<void>(add_to_worst(context, subject, lines, draft));
    draft.fresh = false;
  }
  draft.add_location(cause.subjects.front().node.nfsserver.where);
  const bool is_third = place == Place::kThirdServer;
  rate(is_third ? Effect::kNone : Effect::kNotRedirected, Certainty::kCertain, draft.finding);
  if (is_third) draft.finding.severity = Severity::kNote;
  describe(context, cause, place, draft.finding);
}

void judge(const Context& context, const LiteSubject& subject,
           const std::vector<bool>& is_service_node, Causes& causes) {
  const Site& site = context.site();
  const Node& node = subject.node;
  if (!node.redirected || fault_of(context, subject) != LiteFault::kNone) return;
  const Names& names = *site.servers[node.service_nodes.front()].names;
  const std::uint32_t server = site.server_named(subject.mount.server, names);
  if (is_external(site, subject, server)) return;
  if (server == kNoIndex && names.addresses(subject.mount.server).empty()) return;  // NR405
  const std::string_view name =
      server == kNoIndex ? subject.mount.server : site.servers[server].name;
  Cause& cause = causes[{subject.mount.where, place_of(site, server, is_service_node)}];
  if (std::find(cause.servers.begin(), cause.servers.end(), name) == cause.servers.end()) {
    cause.servers.push_back(name);
  }
  cause.subjects.push_back(subject);
}

void run(const Context& context, Sink& sink) {
  const std::vector<bool> is_service_node = service_nodes_of(context.site());
  Causes causes;
  for_each_lite_mount(context, [&](const LiteSubject& subject) {
    judge(context, subject, is_service_node, causes);
  });
  LineGenerator lines(context);
  for (auto& [where, cause] : causes) report(context, cause, where.second, lines, sink);
  add_copies(context, sink);
}

}  // namespace

Check nr408_persistent_elsewhere() {
  return {{"NR408", "persistent-elsewhere",
           "a persistent area or a tree is not on the node's external server", Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
