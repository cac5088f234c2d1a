#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/text.h"
#include "checks/common/mounts.h"
#include "checks/common/observed.h"
#include "checks/common/outages.h"
#include "checks/common/seen_names.h"
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

struct LostCall {
  std::string call;  // "GETATTR", "LOOKUP etc/hosts"
  CallEnd end;
  std::string_view name = {};  // below the path; empty: the path itself
};

// The calls that a server did not answer any more. nfsd may hang without mountd, as when its disk
// does; looked for once however many nodes share an observation.
class LostCalls {
 public:
  explicit LostCalls(const Context& context) : context_(context) {
    for (const MountObservation& seen : context.observations().mounts) {
      if (auto lost = lost_at_path(seen)) {
        at_path_.emplace(&seen, std::move(*lost));
      } else if (auto below = lost_below(seen); !below.empty()) {
        below_.emplace(&seen, std::move(below));
      }
    }
  }

  // The first one that the node meets; null: it was served to the end.
  [[nodiscard]] const LostCall* of(const SeenMount& mount) const {
    const auto path = at_path_.find(&mount.seen);
    if (path != at_path_.end()) return &path->second;
    const auto below = below_.find(&mount.seen);
    if (below == below_.end()) return nullptr;
    for (const ExpectedName& expected : expected_of(context_, mount.judged)) {
      for (const LostCall& lost : below->second) {
        if (lost.name == expected.name) return &lost;
      }
    }
    return nullptr;
  }

 private:
  // In the order of a probe.
  static std::optional<LostCall> lost_at_path(const MountObservation& seen) {
    if (is_lost(seen.getattr)) return LostCall{"GETATTR", seen.getattr};
    if (is_lost(seen.access)) return LostCall{"ACCESS", seen.access};
    if (is_lost(seen.listing)) return LostCall{"READDIRPLUS", seen.listing};
    if (seen.write && is_lost(seen.write->create)) return LostCall{"CREATE", seen.write->create};
    if (seen.write && is_lost(seen.write->write)) return LostCall{"WRITE", seen.write->write};
    if (seen.write && is_lost(seen.write->read_back)) {
      return LostCall{"READ", seen.write->read_back};
    }
    if (is_lost(seen.umnt)) return LostCall{"UMNT", seen.umnt};
    return std::nullopt;
  }

  static std::vector<LostCall> lost_below(const MountObservation& seen) {
    std::vector<LostCall> lost;
    const auto look = [&](const char* procedure, const auto& each) {
      if (!is_lost(each.end)) return;
      lost.push_back({procedure + (" " + printable(each.name)), each.end, each.name});
    };
    for (const NameSeen& name : seen.names) look("LOOKUP", name);
    for (const FileSeen& file : seen.files) look("READ", file);
    for (const HolesSeen& file : seen.holes) look("READ", file);
    return lost;
  }

  const Context& context_;
  std::unordered_map<const MountObservation*, LostCall> at_path_;
  std::unordered_map<const MountObservation*, std::vector<LostCall>> below_;
};

// Mounts that another address of their server served to the end.
class Survivors {
 public:
  explicit Survivors(const Context& context) {
    const auto& lost = context.shared<LostCalls>();
    for_each_seen_mount(context, [&](const SeenMount& mount) {
      if (lost.of(mount) == nullptr) kept_.insert(key(mount));
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
    const LostCall* const lost = context.shared<LostCalls>().of(mount);
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
                     std::string(word(mount.seen.mnt.reach)) + ", then " + lost->call + ": " +
                     std::string(word(lost->end.reach)),
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
