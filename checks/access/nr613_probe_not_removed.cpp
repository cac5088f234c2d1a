#include <map>
#include <string>

#include "base/text.h"
#include "checks/common/mounts.h"
#include "checks/common/seen_faults.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

constexpr std::size_t kShown = 5;

bool is_file_left(const MountObservation& seen) {
  return seen.write && seen.write->remove.reach != Reach::kNotAsked && !seen.write->remove.ok();
}

// A mount that was granted and not given back: UMNT has no status of its own.
bool is_mount_left(const MountObservation& seen) { return seen.mnt.ok() && !seen.umnt.ok(); }

std::string file_of(const MountObservation& seen) {
  return written_directory(seen) + "/" + printable(seen.write->file);
}

// The files of one server, each once although several nodes mount its path.
using LeftFiles = std::map<std::string, const MountObservation*>;

void describe_files(const std::string& server, const LeftFiles& files, Finding& finding) {
  finding.severity = Severity::kWarning;
  finding.server = server;
  finding.message = plural(files.size(), "probe file") + " may be left on " + server +
                    ": what was written could not be removed";
  finding.remedy =
      "nfsready clean SITE, with the --netns or --as-node of this run; or by hand, on " + server +
      ":";
  std::size_t shown = 0;
  for (const auto& [file, seen] : files) {
    if (shown++ == kShown) break;
    finding.evidence += (finding.evidence.empty() ? "" : "\n") + source_of(*seen) + ": " +
                        told("REMOVE " + file, seen->write->remove);
    finding.remedy += "\nrm " + file;
  }
  if (files.size() > kShown) finding.remedy += "\nand so on";
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

void tell_files(const Context& context, Sink& sink) {
  std::map<std::string, LeftFiles> left;
  std::map<std::string, Span> told_by;
  for_each_seen_mount(context, [&](const SeenMount& mount) {
    if (!is_file_left(mount.seen)) return;
    const std::string server(server_name(context, *mount.judged.mount));
    left[server].emplace(file_of(mount.seen), &mount.seen);
    told_by.emplace(server, mount.judged.mount->origin);
  });
  for (const auto& [server, files] : left) {
    Draft& draft = sink.cause(server + "|files");
    draft.add_location(told_by[server]);
    describe_files(server, files, draft.finding);
  }
}

// Mounts that stay are one matter for a server.
void tell_mounts(const Context& context, Sink& sink) {
  for_each_seen_mount(context, [&](const SeenMount& mount) {
    if (!is_mount_left(mount.seen)) return;
    const std::string server(server_name(context, *mount.judged.mount));
    Draft& draft = sink.cause(server + "|mounts");
    if (!draft.fresh) return;
    draft.add_location(mount.judged.mount->origin);
    draft.finding.server = server;
    draft.finding.path = mount.seen.path;
    describe_mount(mount.seen, server, draft.finding);
  });
}

void run(const Context& context, Sink& sink) {
  tell_files(context, sink);
  tell_mounts(context, sink);
}

}  // namespace

Check nr613_probe_not_removed() {
  return {{"NR613", "probe-not-removed", "something of this run could not be taken back",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
