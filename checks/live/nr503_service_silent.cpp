#include "checks/common/outages.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

void run(const Context& context, Sink& sink) {
  for_each_outage(context, [&](const SeenOutage& outage) {
    if (outage.outage != Outage::kSilent || outage.head_answers) return;  // one head: NR807
    Draft& draft = add_outage(outage, sink);
    if (!draft.fresh) return;
    const std::string& server = outage.server;
    draft.finding.message = server +
                            " has its NFS services registered, but one of them does not answer: "
                            "{nodes} hang{s} in the mount";
    draft.finding.remedy =
        "on " + server +
        ", look whether mountd and nfsd hang or a firewall stands before their ports: rpcinfo -t " +
        outage.mount.seen.address.text() + " mountd 3; rpcinfo -t " +
        outage.mount.seen.address.text() + " nfs 3; then restart what is silent";
  });
}

}  // namespace

Check nr503_service_silent() {
  return {{"NR503", "service-silent", "a server has NFS registered and does not answer",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
