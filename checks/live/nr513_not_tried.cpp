#include <map>
#include <set>
#include <string>
#include <string_view>

#include "base/text.h"
#include "checks/common/mounts.h"
#include "checks/common/observed.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// Refused as the files say it should be: nothing is known of the node by that.
bool is_normal(const Context& context, const SeenMount& mount) {
  if (mount.as_node || !is_refusal(mount.seen.mnt) || mount.seen.reserved_mnt.ok()) return false;
  const Access access = promised(context, mount).now.access;
  return access == Access::kNone || access == Access::kUnknown;
}

constexpr std::string_view kAskAsNodes =
    "to try it, ask from the nodes' own addresses: nfsready check --live --as-node INTERFACE while "
    "the nodes are down, or --netns NAME on a machine that has them in network namespaces";

// One note for each host that asked, however many servers refuse it.
void tell_refused_hosts(const Context& context, Sink& sink) {
  std::map<std::string, std::set<std::string>> refusing;  // by who asked
  for_each_seen_mount(context, [&](const SeenMount& mount) {
    if (!is_normal(context, mount)) return;
    const MountObservation& seen = mount.seen;
    const std::string who = told(seen.vantage);
    auto& servers = refusing[who];
    servers.insert(std::string(server_name(context, *mount.judged.mount)));
    Draft& draft = sink.cause("refused|" + who);
    draft.add_subject(mount.judged.subject, mount.judged.mount->asked);
    Finding& finding = draft.finding;
    const bool is_one = servers.size() == 1;
    finding.server = is_one ? *servers.begin() : "";
    finding.message =
        (is_one ? *servers.begin() + " refuses "
                : plural(servers.size(), "server") + " such as " + *servers.begin() + " refuse ") +
        who + ", as " + (is_one ? "its" : "their") +
        " exports should: whether {nodes} {are} served was not tried, and what the "
        "files say counts";
    if (!draft.fresh) return;
    draft.add_location(mount.judged.mount->origin);
    finding.evidence =
        place_of(seen.server, seen.address) + " told " + who + ": " + told("MNT", seen.mnt);
    finding.remedy = kAskAsNodes;
  });
}

// What was to ask in the node's place could not: its address is in use, its namespace is missing.
void tell_silent_vantages(const Context& context, Sink& sink) {
  for_each_seen_server(context, [&](const SeenServer& server) {
    const ServerObservation& seen = server.seen;
    if (seen.rpcbind != Reach::kLocal) return;
    Draft& draft = sink.cause("cannot ask|" + seen.vantage.name + "|" + seen.detail);
    draft.add_subject(server.judged.subject, server.judged.mount->asked);
    if (!draft.fresh) return;
    draft.add_location(server.judged.mount->origin);
    Finding& finding = draft.finding;
    finding.message = "nothing could be asked for {nodes}: what the files say counts";
    finding.evidence = told(seen.vantage) + ": " + seen.detail;
    finding.remedy =
        "nothing, when the node is up; else remove what stood in the way, and ask again";
  });
}

void run(const Context& context, Sink& sink) {
  tell_refused_hosts(context, sink);
  tell_silent_vantages(context, sink);
}

}  // namespace

Check nr513_not_tried() {
  return {{"NR513", "not-tried", "mounts could not be tried from where the servers were asked",
           Severity::kNote},
          run};
}

}  // namespace nfsready::checks
