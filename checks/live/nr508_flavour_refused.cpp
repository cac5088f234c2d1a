#include <string>

#include "base/text.h"
#include "checks/common/mounts.h"
#include "checks/common/observed.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

std::string flavours_of(const MountObservation& seen) {
  std::string text;
  for (const std::uint32_t flavour : seen.flavours) {
    text += (text.empty() ? "" : ", ") + std::to_string(flavour);
  }
  return text;
}

void run(const Context& context, Sink& sink) {
  for_each_seen_mount(context, [&](const SeenMount& mount) {
    if (!mount.seen.mnt.ok() || takes_auth_sys(mount.seen)) return;
    // What the files say already is NR116's.
    const Grant grant = promised(context, mount).now;
    if (!grant.flavours.empty() && !grant.flavours.has(Flavour::kSys)) return;
    const JudgedMount& judged = mount.judged;
    Draft& draft = sink.cause(mount.seen.address.text());
    draft.add_subject(judged.subject, judged.mount->asked);
    Finding& finding = draft.finding;
    finding.effect = worse(finding.effect, effect_of_refusal(context, mount));
    add_certainty(mount, draft);
    if (!draft.fresh) return;
    draft.add_location(grant.rule);
    draft.add_location(judged.mount->origin);
    const std::string server = head_name(context, mount);
    finding.server = server;
    finding.message = server + " does not take AUTH_SYS, with which {nodes} mount{s}";
    set_evidence(mount.seen.server, mount.seen.address, mount.seen.vantage,
                 "MNT " + printable(mount.seen.path) + ": flavours " + flavours_of(mount.seen) +
                     " (1 is AUTH_SYS, 390003 and above are Kerberos)",
                 finding);
    finding.remedy =
        "on " + server +
        ": add sys to sec= of the export (Linux, AIX) or to SecType (NFS-Ganesha), and "
        "put it in force";
  });
}

}  // namespace

Check nr508_flavour_refused() {
  return {{"NR508", "flavour-refused", "a server does not take the flavour that nodes mount with",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
