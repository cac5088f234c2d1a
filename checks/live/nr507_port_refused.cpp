#include <string>

#include "base/text.h"
#include "checks/common/mounts.h"
#include "checks/common/observed.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// Linux refuses the mount, NFS-Ganesha the first call after it.
bool is_refused_by_port(const MountObservation& seen) {
  if (is_refusal(seen.mnt)) return seen.reserved_mnt.ok();
  return seen.mnt.ok() && is_refusal(seen.getattr) && seen.reserved_getattr.ok();
}

std::string evidence_of(const MountObservation& seen) {
  const bool at_mount = is_refusal(seen.mnt);
  return (at_mount ? told("MNT " + printable(seen.path), seen.mnt)
                   : told("GETATTR of " + printable(seen.path), seen.getattr)) +
         "; from a reserved port: " +
         (at_mount ? told("MNT", seen.reserved_mnt) : told("GETATTR", seen.reserved_getattr));
}

std::string remedy_for(const Context& context, const SeenMount& mount) {
  const Server* const server = server_of(context, *mount.judged.mount);
  if (server == nullptr) {
    return "write 'insecure' in the options of the client (Linux), or PrivilegedPort = false "
           "(NFS-Ganesha), on " +
           mount.seen.server;
  }
  return "on " + std::string(server->name) + ", whose exports files allow it, put them in force: " +
         std::string(reload_command(*server));
}

void run(const Context& context, Sink& sink) {
  for_each_seen_mount(context, [&](const SeenMount& mount) {
    if (!is_refused_by_port(mount.seen)) return;
    // What the files say already is NR205's.
    if (promised(context, mount).now.port == PortRule::kReserved) return;
    const JudgedMount& judged = mount.judged;
    Draft& draft = sink.cause(mount.seen.address.text());
    draft.add_subject(judged.subject, judged.mount->asked);
    Finding& finding = draft.finding;
    finding.effect = worse(finding.effect, effect_of_refusal(context, mount));
    add_certainty(mount, draft);
    if (!draft.fresh) return;
    draft.add_location(promised(context, mount).now.rule);
    draft.add_location(judged.mount->origin);
    const std::string server = head_name(context, mount);
    finding.server = server;
    finding.message = server +
                      " refuses ports above 1023, from which {nodes} mount{s} as AIX does, and "
                      "accepts reserved ones";
    set_evidence(mount.seen.server, mount.seen.address, mount.seen.vantage, evidence_of(mount.seen),
                 finding);
    finding.remedy = remedy_for(context, mount);
  });
}

}  // namespace

Check nr507_port_refused() {
  return {{"NR507", "port-refused", "a server refuses the ports that AIX mounts from",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
