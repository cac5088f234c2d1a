#include "checks/common/outages.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

void run(const Context& context, Sink& sink) {
  for_each_outage(context, [&](const SeenOutage& outage) {
    if (outage.outage != Outage::kVersion || outage.head_answers) return;  // one head: NR807
    Draft& draft = add_outage(outage, sink);
    if (!draft.fresh) return;
    const std::string& server = outage.server;
    draft.finding.message = server +
                            " offers NFS, but not MOUNT version 3 and NFS version 3 over TCP, as "
                            "AIX mounts: {nodes} cannot mount from it";
    draft.finding.remedy = "on " + server +
                           ": switch version 3 over TCP on: vers3=y and tcp=y in section [nfsd] of "
                           "/etc/nfs.conf (Linux), Protocols = 3,4 in NFS_CORE_PARAM "
                           "(NFS-Ganesha); restart the server; then look: rpcinfo -p " +
                           outage.mount.seen.address.text();
  });
}

}  // namespace

Check nr504_version_not_offered() {
  return {{"NR504", "version-not-offered", "a server does not offer NFS version 3 over TCP",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
