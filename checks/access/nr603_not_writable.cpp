#include <optional>
#include <string>

#include "base/text.h"
#include "checks/common/mounts.h"
#include "checks/common/seen_faults.h"
#include "checks/common/seen_squash.h"
#include "engine/check.h"
#include "observe/nfs_status.h"

namespace nfsready::checks {

namespace {

struct FailedWrite {
  std::string_view call;
  CallEnd end;
};

// The first step that failed, and not because the server stopped answering (NR503); one that was
// answered as asked and yet read back otherwise counts as a failed comparison: `end` is in order
// then.
std::optional<FailedWrite> failed_write(const MountObservation& seen) {
  if (!seen.write || !takes_auth_sys(seen)) return std::nullopt;  // NR508
  const WriteSeen& write = *seen.write;
  if (is_error(write.create)) return FailedWrite{"CREATE", write.create};
  if (is_error(write.write)) return FailedWrite{"WRITE", write.write};
  if (is_error(write.read_back)) return FailedWrite{"READ", write.read_back};
  if (write.read_back.ok() && !write.same) return FailedWrite{"READ", write.read_back};
  return std::nullopt;
}

// NR605 and, for a path that is no directory, NR602 tell these.
bool is_told_elsewhere(const MountObservation& seen, const FailedWrite& write) {
  return is_status(write.end, nfs_status::kReadOnly) || !seen.root ||
         seen.root->type != kTypeDirectory;
}

std::string message(const FailedWrite& write, const SeenMount& mount, const std::string& server) {
  if (is_status(write.end, nfs_status::kNoSpace)) {
    return "{nodes} write{s} to the file system of {path} on " + server +
           ", which has no space left";
  }
  std::string but = " refuses";
  if (write.end.ok()) but = " gives back other bytes than were written there";
  if (is_status(write.end, nfs_status::kQuota)) but = " has no quota left for it";
  return "{nodes} write{s} to {path}, " + std::string(noun(mount.judged.mount->purpose)) +
         ", but " + server + but;
}

std::string remedy(const FailedWrite& write, const std::string& on_server,
                   const std::string& directory) {
  if (write.end.ok()) {
    return on_server + "take it out of service and check its storage: dmesg; findmnt -T " +
           directory;
  }
  if (is_status(write.end, nfs_status::kNoSpace)) {
    return on_server + "make room: df -h " + directory + "; df -i " + directory;
  }
  if (is_status(write.end, nfs_status::kQuota)) return on_server + "raise the quota: repquota -a";
  return on_server + "see why: dmesg; findmnt -T " + directory + "; lsattr -d " + directory;
}

void run(const Context& context, Sink& sink) {
  tell_seen_faults(
      context, sink,
      [&](const SeenMount& mount) -> std::optional<SeenFault> {
        if (!mount.judged.mount->needs.write || !mount.seen.getattr.ok()) return std::nullopt;
        const auto write = failed_write(mount.seen);
        if (!write || is_told_elsewhere(mount.seen, *write)) return std::nullopt;
        if (!write->end.ok() && is_squashed(context, mount)) return std::nullopt;
        SeenFault fault;
        fault.variant = std::string(write->call) + "|" + std::string(word(write->end.reach)) + "|" +
                        std::to_string(write->end.status);
        fault.effect = write->end.ok() ? Effect::kWrongData
                                       : effect_when_read_only(mount.judged.mount->purpose);
        if (is_status(write->end, nfs_status::kNoSpace))
          fault.file_system = file_system_of(mount.seen);
        fault.depends_on_caller = !write->end.ok() && !is_status(write->end, nfs_status::kNoSpace);
        return fault;
      },
      [&](const SeenMount& mount, const SeenFault& fault, Draft& draft) {
        const FailedWrite write = *failed_write(mount.seen);
        const std::string server(server_name(context, *mount.judged.mount));
        draft.finding.message = message(write, mount, server) + asked_by(mount, fault);
        draft.finding.evidence =
            source_of(mount.seen) + ": " +
            (write.end.ok() ? "READ in " + written_directory(mount.seen) + ": not what was written"
                            : told(std::string(write.call) + " in " + written_directory(mount.seen),
                                   write.end));
        draft.finding.remedy = remedy(write, "on " + server + ", ", written_directory(mount.seen));
      });
}

}  // namespace

Check nr603_not_writable() {
  return {{"NR603", "not-writable", "a node cannot write where it has to", Severity::kError}, run};
}

}  // namespace nfsready::checks
