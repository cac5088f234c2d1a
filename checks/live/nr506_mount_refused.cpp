#include <string>

#include "base/text.h"
#include "checks/common/mounts.h"
#include "checks/common/observed.h"
#include "checks/common/remedies.h"
#include "engine/check.h"
#include "observe/nfs_status.h"

namespace nfsready::checks {

namespace {

// A refusal of the caller says nothing of the path; NR507, NR509 and NR513 tell of it, unless
// nobody knows what the server should have said; NR809 where another head says something else.
bool is_ours(const Context& context, const SeenMount& mount) {
  const CallEnd& mnt = mount.seen.mnt;
  if (mnt.ok() || mnt.reach == Reach::kNotAsked) return false;
  if (!is_refusal(mnt)) return true;
  return mount.as_node && !mount.seen.reserved_mnt.ok() &&
         promised(context, mount).now.access == Access::kUnknown &&
         !another_head_grants(context, mount);
}

std::string why(const CallEnd& mnt) {
  if (mnt.reach != Reach::kAnswered && mnt.reach != Reach::kDenied) {
    return "does not answer the mount of {path}";
  }
  if (is_refusal(mnt)) return "refuses the mount of {path}, and nobody collected what it exports";
  switch (mnt.status) {
    case nfs_status::kNoEntry:
      return "exports {path}, but has no such directory";
    case nfs_status::kNotADirectory:
      return "has a file where {path} should be a directory";
    case nfs_status::kInputOutput:
      return "cannot read the disk under {path}";
    default:
      return "fails at the mount of {path}";
  }
}

std::string remedy_for(const std::string& server, const CallEnd& mnt) {
  const std::string look = "ls -ld {path}";
  if (is_refusal(mnt)) {
    return "on " + server + ", see whether the path is exported to the node and is there: " + look +
           "; exportfs -v (Linux), lsnfsexp (AIX), or the EXPORT blocks (NFS-Ganesha, which "
           "answers the same for a directory that is missing)\nthen collect the exports of " +
           server + ", so that they can be judged";
  }
  if (is_status(mnt, nfs_status::kNoEntry)) {
    return "on " + server + ": " + look +
           "; copy it there, or mount the file system it lies on, and " + std::string(kExportAgain);
  }
  return "on " + server +
         ", look into the log of mountd for the time of the attempt, and at the "
         "directory: " +
         look;
}

// What is wrong with the directory is wrong for every caller.
bool depends_on_caller(const CallEnd& mnt) {
  return mnt.reach != Reach::kAnswered || is_refusal(mnt);
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
    finding.effect = worse(finding.effect, effect_of_refusal(context, mount));
    if (depends_on_caller(seen.mnt)) add_certainty(mount, draft);
    if (!draft.fresh) return;
    draft.path_pattern = pattern;
    draft.add_location(judged.mount->origin);
    const std::string server = head_name(context, mount);
    finding.server = server;
    finding.message = server + " " + why(seen.mnt) + "; {nodes} need{s} it";
    set_evidence(seen.server, seen.address, seen.vantage,
                 told("MNT " + printable(seen.path), seen.mnt) +
                     (is_refusal(seen.mnt) ? told_of_second_try(seen) : ""),
                 finding);
    finding.remedy = remedy_for(server, seen.mnt);
  });
}

}  // namespace

Check nr506_mount_refused() {
  return {{"NR506", "mount-refused", "a server does not let a path be mounted", Severity::kError},
          run};
}

}  // namespace nfsready::checks
