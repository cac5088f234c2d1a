#include <string>

#include "base/text.h"
#include "checks/common/mounts.h"
#include "checks/common/observed.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// What was said from a port that the files allow.
bool is_promised(const Grant& grant) {
  return (grant.access == Access::kReadOnly || grant.access == Access::kReadWrite) &&
         grant.port_ok.value_or(false);
}

// A refusal that a reserved port would not have met is NR507's, one of the flavour NR508's.
bool is_ours(const MountObservation& seen) {
  return is_refusal(seen.mnt) && !seen.reserved_mnt.ok();
}

void describe(const SeenMount& mount, const Server& server, Draft& draft) {
  Finding& finding = draft.finding;
  const MountObservation& seen = mount.seen;
  finding.server = server.name;
  finding.message = std::string(server.name) + " refuses " +
                    (mount.as_node ? "{nodes}" : told(seen.vantage)) +
                    " mounts that its exports files allow";
  finding.evidence = place_of(seen.server, seen.address) + " told " + told(seen.vantage) + ": " +
                     told("MNT " + printable(seen.path), seen.mnt);
  finding.remedy = "on " + std::string(server.name) +
                   ", put the files in force: " + std::string(reload_command(server)) +
                   "\nif it still refuses, compare how the server itself resolves the client: "
                   "getent hosts " +
                   seen.vantage.source.text();
}

void run(const Context& context, Sink& sink) {
  for_each_seen_mount(context, [&](const SeenMount& mount) {
    if (!is_ours(mount.seen)) return;
    const Answer answer = promised(context, mount);
    if (!is_promised(answer.now)) return;
    const Server& server = *server_of(context, *mount.judged.mount);
    Draft& draft = sink.cause(std::string(server.name) + (mount.as_node ? "|node" : "|host"));
    draft.add_location(answer.now.rule);
    draft.add_subject(mount.judged.subject, mount.judged.mount->asked);
    if (mount.as_node) {
      const Effect effect = effect_when_refused(mount.judged.mount->purpose);
      draft.finding.effect = worse(draft.finding.effect, effect);
    } else {
      draft.finding.effect = worse(draft.finding.effect, Effect::kDegraded);
      draft.finding.severity = Severity::kWarning;
    }
    if (draft.fresh) describe(mount, server, draft);
  });
}

}  // namespace

Check nr509_refused_against_exports() {
  return {{"NR509", "refused-against-exports", "a server refuses what its exports files allow",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
