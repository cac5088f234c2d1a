#include <string>

#include "base/text.h"
#include "checks/common/mounts.h"
#include "checks/common/observed.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

constexpr std::uint32_t kNoSuchPath = 2;      // MNT3ERR_NOENT
constexpr std::uint32_t kNotADirectory = 20;  // MNT3ERR_NOTDIR

// A refusal of the caller says nothing of the path; NR507, NR509 and NR513 tell of it, unless
// nobody knows what the server should have said.
bool is_ours(const Context& context, const SeenMount& mount) {
  const CallEnd& mnt = mount.seen.mnt;
  if (mnt.ok() || mnt.reach == Reach::kNotAsked) return false;
  if (!is_refusal(mnt)) return true;
  return mount.as_node && !mount.seen.reserved_mnt.ok() &&
         promised(context, mount).now.access == Access::kUnknown;
}

std::string why(const CallEnd& mnt) {
  if (mnt.reach != Reach::kAnswered) return "does not answer the mount of {path}";
  switch (mnt.status) {
    case kNoSuchPath:
      return "exports {path}, but has no such directory";
    case kNotADirectory:
      return "has a file where {path} should be a directory";
    default:
      return "refuses the mount of {path}";
  }
}

std::string remedy_for(const std::string& server, const CallEnd& mnt) {
  if (mnt.reach == Reach::kAnswered && mnt.status == kNoSuchPath) {
    return "on " + server +
           ": ls -ld {path}; copy it there, or mount the file system it lies on, and "
           "export it again: exportfs -ra (Linux), exportfs -a (AIX), or restart NFS-Ganesha";
  }
  return "on " + server +
         ", look into the log of mountd for the time of the attempt, and at the "
         "directory: ls -ld {path}";
}

void run(const Context& context, Sink& sink) {
  for_each_seen_mount(context, [&](const SeenMount& mount) {
    if (!is_ours(context, mount)) return;
    const MountObservation& seen = mount.seen;
    const JudgedMount& judged = mount.judged;
    const std::string pattern = path_pattern(*judged.node, judged.mount->asked);
    Draft& draft = sink.cause(seen.address.text() + "|" + pattern + "|" + told("MNT", seen.mnt));
    draft.add_subject(judged.subject, judged.mount->asked);
    Finding& finding = draft.finding;
    finding.effect = worse(finding.effect, effect_when_refused(judged.mount->purpose));
    if (!draft.fresh) return;
    draft.path_pattern = pattern;
    draft.add_location(judged.mount->origin);
    const std::string server(server_name(context, *judged.mount));
    finding.server = server;
    finding.message = server + " " + why(seen.mnt) + "; {nodes} need{s} it";
    finding.evidence = place_of(seen.server, seen.address) + " told " + told(seen.vantage) + ": " +
                       told("MNT " + printable(seen.path), seen.mnt);
    finding.remedy = remedy_for(server, seen.mnt);
  });
}

}  // namespace

Check nr506_mount_refused() {
  return {{"NR506", "mount-refused", "a server does not let a path be mounted", Severity::kError},
          run};
}

}  // namespace nfsready::checks
