#include "checks/common/outages.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

void run(const Context& context, Sink& sink) {
  for_each_outage(context, [&](const SeenOutage& outage) {
    if (outage.outage != Outage::kUnreachable || outage.head_answers) return;  // one head: NR807
    Draft& draft = add_outage(outage, sink);
    if (!draft.fresh) return;
    const std::string& server = outage.server;
    draft.finding.message =
        server +
        (outage.mount.seen.rpcbind == Reach::kNoRoute
             ? " cannot be reached: no route to it, or nobody has that address"
             : " does not answer: it is down, or something on the way drops the packets") +
        "; {nodes} cannot mount from it";
    draft.finding.remedy =
        "look at the server and the way to it: ping " + outage.mount.seen.address.text() +
        "; rpcinfo -p " + outage.mount.seen.address.text() +
        "\na firewall has to let TCP ports 111 and 2049 and that of mountd through";
    if (!outage.mount.as_node) {
      draft.finding.remedy +=
          "\nwhen only the host that asked is kept from it, ask from the nodes' own addresses: "
          "--as-node INTERFACE, or --netns NAME";
    }
  });
}

}  // namespace

Check nr501_server_unreachable() {
  return {{"NR501", "server-unreachable", "a server does not answer at all", Severity::kError},
          run};
}

}  // namespace nfsready::checks
