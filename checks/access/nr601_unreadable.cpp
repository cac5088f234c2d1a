#include <optional>
#include <string>
#include <unordered_map>

#include "base/text.h"
#include "checks/common/mounts.h"
#include "checks/common/remedies.h"
#include "checks/common/seen_faults.h"
#include "checks/common/seen_names.h"
#include "checks/common/seen_squash.h"
#include "engine/check.h"
#include "observe/nfs_status.h"

namespace nfsready::checks {

namespace {

struct FailedCall {
  std::string call;  // "READDIRPLUS /state"
  CallEnd end;
  std::string_view name = {};  // below the path; empty: the path itself
};

// A client lists with READDIR where a server has no READDIRPLUS (RFC 1813, section 3.3.17).
bool cannot_be_listed(const CallEnd& listing) {
  return is_error(listing) && !is_status(listing, nfs_status::kNotSupported);
}

// The calls about the path itself, in the order of a mount.
std::optional<FailedCall> failed_at_root(const MountObservation& seen) {
  const std::string path = printable(seen.path);
  if (is_error(seen.getattr)) return FailedCall{"GETATTR " + path, seen.getattr};
  if (is_error(seen.access)) return FailedCall{"ACCESS " + path, seen.access};
  if (cannot_be_listed(seen.listing)) return FailedCall{"READDIRPLUS " + path, seen.listing};
  return std::nullopt;
}

// The calls about names below it that failed although the name is there.
std::vector<FailedCall> failed_below(const MountObservation& seen) {
  std::vector<FailedCall> failed;
  for (const NameSeen& name : seen.names) {
    if (!is_error(name.end) || is_missing(name)) continue;
    failed.push_back({"LOOKUP " + printable(name.name), name.end, name.name});
  }
  for (const FileSeen& file : seen.files) {
    if (is_error(file.end)) {
      failed.push_back({"READ " + printable(file.name), file.end, file.name});
    }
  }
  for (const HolesSeen& file : seen.holes) {
    if (is_error(file.end)) {
      failed.push_back({"READ " + printable(file.name), file.end, file.name});
    }
  }
  return failed;
}

// The failed calls of every observation, looked for once however many nodes share it.
class FailedReads {
 public:
  explicit FailedReads(const Context& context) : context_(context) {
    for (const MountObservation& seen : context.observations().mounts) {
      if (!seen.mnt.ok() || !takes_auth_sys(seen) || seen.reserved_getattr.ok()) continue;
      if (auto failed = failed_at_root(seen)) {
        at_root_.emplace(&seen, std::move(*failed));
        continue;
      }
      auto failed = failed_below(seen);
      if (!failed.empty()) below_.emplace(&seen, std::move(failed));
    }
  }

  [[nodiscard]] bool empty() const { return at_root_.empty() && below_.empty(); }

  // The first one that the node meets; null: it can read what it needs.
  [[nodiscard]] const FailedCall* of(const SeenMount& mount) const {
    const auto root = at_root_.find(&mount.seen);
    if (root != at_root_.end()) return &root->second;
    const auto below = below_.find(&mount.seen);
    if (below == below_.end()) return nullptr;
    for (const ExpectedName& expected : expected_of(context_, mount.judged)) {
      for (const FailedCall& failed : below->second) {
        if (failed.name == expected.name) return &failed;
      }
    }
    return nullptr;
  }

 private:
  const Context& context_;
  std::unordered_map<const MountObservation*, FailedCall> at_root_;
  std::unordered_map<const MountObservation*, std::vector<FailedCall>> below_;
};

// What a server says of its own disks, whoever asks.
bool is_broken_storage(const CallEnd& end) { return is_status(end, nfs_status::kInputOutput); }

// NFS-Ganesha refuses a port after the mount, at the first call (PrivilegedPort).
bool may_be_the_port(const MountObservation& seen) {
  return is_refusal(seen.getattr) && seen.reserved_mnt.reach == Reach::kLocal;
}

std::string remedy(const std::string& server, const MountObservation& seen, const CallEnd& end) {
  const std::string path = printable(seen.path);
  if (is_broken_storage(end)) {
    return "on " + server + ", look for disk errors: dmesg; findmnt -T " + path;
  }
  if (is_status(end, nfs_status::kStale)) {
    return remedy_stale(server, path);
  }
  const std::string look = "on " + server + ", as root: ls -ld " + path +
                           "; its system log says why the call was refused";
  return may_be_the_port(seen)
             ? "ask again as root, so that a reserved port can be tried: a server that takes these "
               "only refuses AIX (NR507)\n" +
                   look
             : look;
}

void run(const Context& context, Sink& sink) {
  const FailedReads reads(context);
  if (reads.empty()) return;
  tell_seen_faults(
      context, sink,
      [&](const SeenMount& mount) -> std::optional<SeenFault> {
        const FailedCall* const failed = reads.of(mount);
        if (failed == nullptr || is_squashed(context, mount)) return std::nullopt;
        if (is_refusal(failed->end) && promised(context, mount).now.port_ok == false) {
          return std::nullopt;  // NR205
        }
        SeenFault fault;
        fault.variant = word(failed->end.reach);
        fault.variant += "|" + std::to_string(failed->end.status);
        fault.effect = effect_when_refused(mount.judged.mount->purpose);
        fault.depends_on_caller = !is_broken_storage(failed->end);
        return fault;
      },
      [&](const SeenMount& mount, const SeenFault& fault, Draft& draft) {
        const FailedCall& failed = *reads.of(mount);
        const std::string server(server_name(context, *mount.judged.mount));
        draft.finding.message = "{nodes} may mount {path} from " + server + ", " +
                                std::string(noun(mount.judged.mount->purpose)) +
                                ", but not read it" + asked_by(mount, fault);
        draft.finding.evidence =
            source_of(mount.seen) + ": " + told(failed.call, failed.end) +
            (may_be_the_port(mount.seen) ? told_of_second_try(mount.seen) : "");
        draft.finding.remedy = remedy(server, mount.seen, failed.end);
      });
}

}  // namespace

Check nr601_unreadable() {
  return {{"NR601", "unreadable", "a directory can be mounted, but not read", Severity::kError},
          run};
}

}  // namespace nfsready::checks
