#include <string>

#include "base/text.h"
#include "checks/common/mounts.h"
#include "checks/common/observed.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

void run(const Context& context, Sink& sink) {
  for_each_seen_mount(context, [&](const SeenMount& mount) {
    const MountObservation& seen = mount.seen;
    if (!seen.mnt.ok() || !seen.getattr.ok()) return;
    const Grant grant = promised(context, mount).now;
    if (grant.access != Access::kNone || !grant.certain) return;
    const Server& server = *server_of(context, *mount.judged.mount);
    Draft& draft = sink.cause(std::string(server.name));
    draft.add_location(grant.entry);
    draft.add_subject(mount.judged.subject, mount.judged.mount->asked);
    Finding& finding = draft.finding;
    // It works until the files are put in force.
    finding.effect = mount.as_node ? Effect::kFailoverLoss : finding.effect;
    if (!draft.fresh) return;
    finding.server = server.name;
    finding.message = std::string(server.name) + " lets " + told(seen.vantage) +
                      " mount what its exports files refuse: other exports are in force, or it "
                      "resolves the client to another name";
    finding.evidence = place_of(seen.server, seen.address) + " told " + told(seen.vantage) + ": " +
                       told("MNT " + printable(seen.path), seen.mnt) + "; " +
                       told("GETATTR", seen.getattr) + "\nits files: " + grant.why;
    finding.remedy = "on " + std::string(server.name) +
                     ", compare what is in force with the files (exportfs -v), and how it resolves "
                     "the client: getent hosts " +
                     seen.vantage.source.text() + "; then put what is meant into the files and: " +
                     std::string(reload_command(server));
  });
}

}  // namespace

Check nr510_granted_against_exports() {
  return {{"NR510", "granted-against-exports", "a server allows what its exports files refuse",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
