#include <string>

#include "base/text.h"
#include "checks/common/mounts.h"
#include "checks/common/seen_faults.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

bool is_file_left(const MountObservation& seen) {
  return seen.write && !seen.write->left.empty() && !seen.write->remove.ok();
}

// A mount that was granted and not given back: UMNT has no status of its own.
bool is_mount_left(const MountObservation& seen) { return seen.mnt.ok() && !seen.umnt.ok(); }

void describe_file(const MountObservation& seen, const std::string& server, Finding& finding) {
  const std::string file = written_directory(seen) + "/" + printable(seen.write->left);
  finding.severity = Severity::kWarning;
  finding.message =
      "a probe file could not be removed from " + written_directory(seen) + " on " + server;
  finding.evidence = source_of(seen) + ": " + told("REMOVE " + file, seen.write->remove);
  finding.remedy = "on " + server + ": rm " + file;
}

void describe_mount(const MountObservation& seen, const std::string& server, Finding& finding) {
  finding.severity = Severity::kNote;
  finding.message = server + " may still list " + printable(seen.path) +
                    " as mounted by the host that asked: it did not take the unmounting";
  finding.evidence = source_of(seen) + ": " + told("UMNT " + printable(seen.path), seen.umnt);
  finding.remedy = "on " + server + ", when it should not stay in the list of showmount -a: take " +
                   seen.vantage.source.text() + ":" + printable(seen.path) +
                   " out of /var/lib/nfs/rmtab (Linux) or /etc/rmtab (AIX)";
}

void run(const Context& context, Sink& sink) {
  for_each_seen_mount(context, [&](const SeenMount& mount) {
    const MountObservation& seen = mount.seen;
    const bool file = is_file_left(seen);
    if (!file && !is_mount_left(seen)) return;
    const std::string server(server_name(context, *mount.judged.mount));
    // Every file has a name of its own; mounts that stay are one matter for a server.
    Draft& draft = sink.cause(server + "|" + (file ? seen.write->left : std::string("mounts")));
    if (!draft.fresh) return;
    draft.add_location(mount.judged.mount->origin);
    draft.finding.server = server;
    draft.finding.path = seen.path;
    if (file) {
      describe_file(seen, server, draft.finding);
    } else {
      describe_mount(seen, server, draft.finding);
    }
  });
}

}  // namespace

Check nr613_probe_not_removed() {
  return {{"NR613", "probe-not-removed", "something of this run could not be taken back",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
