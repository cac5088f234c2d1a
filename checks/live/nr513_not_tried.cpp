#include <string>
#include <string_view>

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

void tell_refused_hosts(const Context& context, Sink& sink) {
  for_each_seen_mount(context, [&](const SeenMount& mount) {
    if (!is_normal(context, mount)) return;
    const MountObservation& seen = mount.seen;
    const std::string server(server_name(context, *mount.judged.mount));
    Draft& draft = sink.cause(server + "|" + told(seen.vantage));
    draft.add_subject(mount.judged.subject, mount.judged.mount->asked);
    if (!draft.fresh) return;
    Finding& finding = draft.finding;
    finding.server = server;
    draft.add_location(mount.judged.mount->origin);
    finding.message = finding.server + " refuses " + told(seen.vantage) +
                      ", as its exports should: whether it serves {nodes} was not tried, and what "
                      "the files say counts";
    finding.evidence = place_of(seen.server, seen.address) + " told " + told(seen.vantage) + ": " +
                       told("MNT", seen.mnt);
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
