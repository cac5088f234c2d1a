#include <set>
#include <string>

#include "base/text.h"
#include "checks/common/mounts.h"
#include "checks/common/observed.h"
#include "checks/common/seen_faults.h"
#include "engine/check.h"
#include "observe/nfs_status.h"

namespace nfsready::checks {

namespace {

// Little is less than a twentieth, and less than this whatever the size of the file system.
constexpr std::uint64_t kShare = 20;
constexpr std::uint64_t kGibibyte = 1024ULL * 1024 * 1024;
constexpr std::uint64_t kFewBytes = 10 * kGibibyte;
constexpr std::uint64_t kFewFiles = 10'000;

bool is_little(std::uint64_t available, std::uint64_t total, std::uint64_t few) {
  return available < few && available < total / kShare;
}

bool lacks_space(const MountObservation& seen) {
  return is_little(seen.bytes_available, seen.bytes_total, kFewBytes);
}

// File systems that make inodes as they need them may say that they have none at all.
bool lacks_inodes(const MountObservation& seen) {
  return seen.files_total > 0 && is_little(seen.files_available, seen.files_total, kFewFiles);
}

bool is_nearly_full(const MountObservation& seen) {
  return seen.fsstat.ok() && seen.bytes_total > 0 && (lacks_space(seen) || lacks_inodes(seen));
}

std::string key_of(const Context& context, const SeenMount& mount) {
  return std::string(server_name(context, *mount.judged.mount)) + "|" + file_system_of(mount.seen);
}

bool ran_out(const MountObservation& seen) {
  if (!seen.write) return false;
  const auto no_space = [](const CallEnd& end) { return is_status(end, nfs_status::kNoSpace); };
  return no_space(seen.write->create) || no_space(seen.write->write);
}

std::string in_mebibytes(std::uint64_t bytes) {
  return std::to_string(bytes / (1024ULL * 1024)) + " MiB";
}

std::string evidence(const MountObservation& seen) {
  return source_of(seen) + ": FSSTAT " + printable(seen.path) + ": " +
         in_mebibytes(seen.bytes_available) + " of " + in_mebibytes(seen.bytes_total) + ", " +
         std::to_string(seen.files_available) + " of " + std::to_string(seen.files_total) +
         " inodes available";
}

void describe(const SeenMount& mount, const std::string& server, Draft& draft) {
  const bool space = lacks_space(mount.seen);
  const std::string path = printable(mount.seen.path);
  Finding& finding = draft.finding;
  finding.server = server;
  finding.message = "the file system of {path} on " + server +
                    ", where {nodes} write{s}, has hardly any " + (space ? "space" : "inodes") +
                    " left";
  finding.evidence = evidence(mount.seen);
  finding.remedy = "on " + server + ", make room: df -h " + path + "; df -i " + path +
                   "; du -x --max-depth=2 " + path;
}

bool matters(const SeenMount& mount) {
  return mount.judged.mount->needs.write && is_nearly_full(mount.seen);
}

void run(const Context& context, Sink& sink) {
  std::set<std::string> told_by_writing;  // NR603
  for_each_seen_mount(context, [&](const SeenMount& mount) {
    if (matters(mount) && ran_out(mount.seen)) told_by_writing.insert(key_of(context, mount));
  });
  for_each_seen_mount(context, [&](const SeenMount& mount) {
    if (!matters(mount)) return;
    const std::string key = key_of(context, mount);
    if (told_by_writing.count(key) != 0) return;
    Draft& draft = sink.cause(key);
    if (draft.fresh) draft.path_pattern = mount.judged.mount->asked;
    draft.add_subject(mount.judged.subject, mount.judged.mount->asked);
    draft.add_location(mount.judged.mount->origin);
    if (!draft.fresh) return;
    draft.finding.effect = Effect::kDegraded;
    describe(mount, std::string(server_name(context, *mount.judged.mount)), draft);
  });
}

}  // namespace

Check nr606_nearly_full() {
  return {{"NR606", "nearly-full", "a file system in which nodes write is nearly full",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
