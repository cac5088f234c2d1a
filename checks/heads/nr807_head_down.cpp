#include "checks/common/outages.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

void run(const Context& context, Sink& sink) {
  for_each_outage(context, [&](const SeenOutage& outage) {
    if (!outage.head_answers || outage.outage == Outage::kNotAsked) return;
    Draft& draft = add_outage(outage, sink);
    if (!draft.fresh) return;
    draft.finding.message = outage.server +
                            ", one of several addresses of its server, does not serve: {nodes} "
                            "lose{s} the mounts when the one that does fails";
    draft.finding.remedy = "look at that head: rpcinfo -p " + outage.mount.seen.address.text() +
                           "; if the address is not in use any more, take it out of the name";
  });
}

}  // namespace

Check nr807_head_down() {
  return {
      {"NR807", "head-down", "one of several heads of a server does not serve", Severity::kWarning},
      run};
}

}  // namespace nfsready::checks
