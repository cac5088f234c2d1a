#include <algorithm>
#include <string>
#include <vector>

#include "base/text.h"
#include "checks/common/missing_evidence.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

std::vector<bool> used_servers(const Context& context) {
  const Site& site = context.site();
  std::vector<bool> used(site.servers.size());
  const auto use = [&](std::uint32_t server) {
    if (server != kNoIndex) used[server] = true;
  };
  use(site.management_node);
  for (const Node& node : site.nodes) {
    for (const std::uint32_t server : node.service_nodes) use(server);
    use(node.external);
    use(site.server_named(node.nfsserver.text, *site.names));
    use(site.server_named(node.xcatmaster.text, *site.names));
  }
  for (const JudgedMount& judged : context.mounts()) use(judged.mount->server);
  for (std::uint32_t i = 0; i < site.servers.size(); ++i) {
    if (site.servers[i].head_of != kNoIndex) used[i] = true;
  }
  return used;
}

// Any file of the server, as a place.
Span place_of(const Server& server) {
  if (server.exports) return {server.exports->files.front(), 0, 0};
  if (!server.live.empty()) return {server.live.front().files.front(), 0, 0};
  if (server.hosts) return server.hosts->start();
  if (server.nim) return server.nim->start();
  if (server.nfs_conf) return server.nfs_conf->start();
  return {};
}

std::vector<std::string_view> unknown_servers(const Context& context) {
  std::vector<std::string_view> names;
  visit_unknown_servers(context,
                        [&](const UnknownServer& server) { names.push_back(server.name); });
  return names;
}

void report(const Context& context, const Server& server, Sink& sink) {
  const std::string name(server.name);
  Draft& draft = sink.cause(name);
  draft.add_location(place_of(server));
  Finding& finding = draft.finding;
  finding.severity = Severity::kNote;
  finding.effect = Effect::kNone;
  finding.server = name;
  finding.message = "no node boots or mounts from " + name + ": its files are not looked at";
  finding.evidence = "the folder servers/" + name;
  const std::string_view meant = nearest(server.name, unknown_servers(context));
  finding.remedy = meant.empty() ? "leave servers/" + name +
                                       " out, or name it where nodes should use it, on the "
                                       "management node: chdef -t node -o <nodes> nfsserver=" +
                                       name
                                 : "if it is the server that nodes call " + std::string(meant) +
                                       ": rename the folder to servers/" + std::string(meant);
}

// A node whose mounts are not known may use any server.
bool all_are_planned(const Context& context) {
  const auto& plans = context.plans();
  const auto is_planned = [&](const NodePlan& plan) {
    return !plan.mounts.empty() && context.node(plan).nfsserver.is_decided();
  };
  return !plans.empty() && std::all_of(plans.begin(), plans.end(), is_planned);
}

void run(const Context& context, Sink& sink) {
  if (!context.whole_site() || !all_are_planned(context)) return;
  const std::vector<bool> used = used_servers(context);
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (!used[i]) report(context, context.site().servers[i], sink);
  }
}

}  // namespace

Check nr907_unused_server() {
  return {{"NR907", "unused-server", "no node boots or mounts from a server of the snapshot",
           Severity::kNote},
          run};
}

}  // namespace nfsready::checks
