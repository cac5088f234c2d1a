#include "checks/common/outages.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

void run(const Context& context, Sink& sink) {
  for_each_outage(context, [&](const SeenOutage& outage) {
    if (outage.outage != Outage::kNoService || outage.head_answers) return;  // one head: NR807
    Draft& draft = add_outage(outage, sink);
    if (!draft.fresh) return;
    const std::string& server = outage.server;
    draft.finding.message =
        server +
        (outage.mount.seen.rpcbind == Reach::kRefused                     ? " runs no rpcbind"
         : service_of(outage.mount.seen, kNfsProgramNumber, 3) == nullptr ? " runs no NFS server"
                                                                          : " runs no mountd") +
        ": {nodes} cannot mount from it";
    draft.finding.remedy =
        "on " + server +
        ": systemctl start rpcbind nfs-server (Linux), systemctl start nfs-ganesha (NFS-Ganesha), "
        "or startsrc -g nfs (AIX); then look: rpcinfo -p " +
        outage.mount.seen.address.text();
  });
}

}  // namespace

Check nr502_service_missing() {
  return {{"NR502", "service-missing", "a server does not run what NFS needs", Severity::kError},
          run};
}

}  // namespace nfsready::checks
