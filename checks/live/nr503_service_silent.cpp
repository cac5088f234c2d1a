#include <set>
#include <string>
#include <utility>

#include "base/text.h"
#include "checks/common/mounts.h"
#include "checks/common/observed.h"
#include "checks/common/outages.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

bool nothing_listens(const ServerObservation& seen) {
  for (const std::uint32_t program : {kMountProgramNumber, kNfsProgramNumber}) {
    const ServiceObservation* const service = service_of(seen, program, 3);
    if (service == nullptr || service->reach != Reach::kRefused) return false;
  }
  return true;
}

void tell_silent(const Context& context, Sink& sink) {
  for_each_outage(context, [&](const SeenOutage& outage) {
    if (outage.outage != Outage::kSilent || outage.head_answers) return;  // one head: NR807
    Draft& draft = add_outage(outage, sink);
    if (!draft.fresh) return;
    const std::string& server = outage.server;
    if (nothing_listens(outage.mount.seen)) {
      draft.finding.message = server +
                              " has its NFS services registered, but nothing listens on their "
                              "ports: they have ended, and {nodes} cannot mount";
      draft.finding.remedy = "on " + server +
                             ", start them again: systemctl restart nfs-server (Linux), systemctl "
                             "restart nfs-ganesha (NFS-Ganesha), or startsrc -g nfs (AIX)";
      return;
    }
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

bool is_lost(const CallEnd& end) {
  switch (end.reach) {
    case Reach::kNoRoute:
    case Reach::kNoAnswer:
    case Reach::kRefused:
    case Reach::kClosed:
      return true;
    default:
      return false;
  }
}

// The call that the server did not answer any more; null when it served to the end. nfsd may hang
// without mountd, as when its disk does; the last call of a probe is UMNT.
const CallEnd* lost_call(const MountObservation& seen) {
  if (seen.write && is_lost(seen.write->create)) return &seen.write->create;
  if (seen.write && is_lost(seen.write->write)) return &seen.write->write;
  return is_lost(seen.umnt) ? &seen.umnt : nullptr;
}

std::string name_of(const CallEnd* call, const MountObservation& seen) {
  if (call == &seen.umnt) return "UMNT";
  return call == &seen.write->create ? "CREATE" : "WRITE";
}

// Mounts that another address of their server served to the end.
class Survivors {
 public:
  explicit Survivors(const Context& context) {
    for_each_seen_mount(context, [&](const SeenMount& mount) {
      if (lost_call(mount.seen) == nullptr) kept_.insert(key(mount));
    });
  }

  [[nodiscard]] bool has(const SeenMount& mount) const { return kept_.count(key(mount)) > 0; }

 private:
  using Key = std::pair<const Mount*, std::string>;

  static Key key(const SeenMount& mount) { return {mount.judged.mount, mount.seen.vantage.name}; }

  std::set<Key> kept_;
};

void tell_lost(const Context& context, Sink& sink) {
  for_each_seen_mount(context, [&](const SeenMount& mount) {
    const CallEnd* const lost = lost_call(mount.seen);
    if (lost == nullptr) return;
    const bool survives = context.shared<Survivors>().has(mount);
    Draft& draft = sink.cause("lost|" + mount.seen.address.text());
    draft.add_subject(mount.judged.subject, mount.judged.mount->asked);
    Finding& finding = draft.finding;
    finding.effect =
        worse(finding.effect,
              survives ? Effect::kFailoverLoss : effect_when_refused(mount.judged.mount->purpose));
    if (!draft.fresh) return;
    draft.add_location(mount.judged.mount->origin);
    const std::string server = head_name(context, mount);
    finding.server = server;
    finding.message = server +
                      " answered at first, and stopped while it was asked: {nodes} "
                      "hang{s} when it does so at boot";
    set_evidence(mount.seen.server, mount.seen.address, mount.seen.vantage,
                 "MNT " + printable(mount.seen.path) + ": " +
                     std::string(word(mount.seen.mnt.reach)) + ", then " +
                     name_of(lost, mount.seen) + ": " + std::string(word(lost->reach)),
                 finding);
    finding.remedy = "on " + server + ", look why: its log, and rpcinfo -t " +
                     mount.seen.address.text() + " nfs 3; then ask again";
  });
}

void run(const Context& context, Sink& sink) {
  tell_silent(context, sink);
  tell_lost(context, sink);
}

}  // namespace

Check nr503_service_silent() {
  return {{"NR503", "service-silent", "a server has NFS registered and does not answer",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
