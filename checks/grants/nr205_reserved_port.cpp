#include <vector>

#include "checks/common/faults.h"
#include "checks/common/mounts.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// One finding per server: who forgets it on one line forgets it on all.
void run(const Context& context, Sink& sink) {
  DecidingEntries entries(context);
  MountCauses causes(context, sink);
  for (const JudgedMount& judged : context.mounts()) {
    if (!faults_of(judged).has(Fault::kReservedPort)) continue;
    const Grant& grant = judged.answer->now;
    Draft& draft = sink.cause(std::string(server_name(context, *judged.mount)));
    causes.remember(judged, draft);
    Finding& finding = draft.finding;
    draft.add_location(grant.rule);
    draft.add_subject(judged.subject, judged.mount->asked);
    finding.effect = worse(finding.effect, effect_when_refused(judged.mount->purpose));
    if (!draft.fresh) continue;
    const Server& server = *server_of(context, *judged.mount);
    finding.server = server.name;
    finding.message = "{nodes} mount{s} from ports above 1023, as AIX does, but " +
                      std::string(server.name) + " accepts reserved ports only";
    finding.evidence = rule_line(context, grant);
  }
  causes.finish([&](const std::vector<const JudgedMount*>& mounts, Draft& draft) {
    const Repair repair = repair_of(context, mounts, Fault::kReservedPort);
    add_other_heads(repair, draft);
    draft.finding.remedy =
        remedy_option(context, repair, entries, {"insecure", "PrivilegedPort = false", {}});
  });
}

}  // namespace

Check nr205_reserved_port() {
  return {{"NR205", "reserved-port", "the server accepts reserved ports only, AIX uses others",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
