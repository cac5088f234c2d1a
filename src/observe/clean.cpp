#include "observe/clean.h"

#include <algorithm>
#include <mutex>
#include <string_view>
#include <tuple>
#include <utility>

#include "observe/jobs.h"
#include "observe/probe_batch.h"

namespace nfsready {

namespace {

constexpr std::size_t kRandomDigits = 32;

// ".nfsready-probe-" and what a probe appends to it.
bool is_probe_name(std::string_view name) {
  if (!name.starts_with(kProbePrefix)) return false;
  name.remove_prefix(kProbePrefix.size());
  return name.size() == kRandomDigits &&
         name.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string_view file_part(std::string_view name) { return name.substr(name.rfind('/') + 1); }

std::string_view directory_part(std::string_view name) {
  const std::size_t slash = name.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : name.substr(0, slash);
}

// What to look at of one mounted path: every leftover, and the directories they lie in.
Target target_of(const MountObservation& mount) {
  Target target;
  target.server = mount.server;
  target.path = mount.path;
  target.machine = mount.machine;
  for (const std::string& name : mount.leftovers) {
    if (!is_probe_name(file_part(name))) continue;
    target.names.push_back({name, Look::kText});
    const std::string directory(directory_part(name));
    if (!directory.empty()) target.names.push_back({directory, Look::kAttributes});
  }
  std::sort(target.names.begin(), target.names.end());
  target.names.erase(std::unique(target.names.begin(), target.names.end()), target.names.end());
  return target;
}

// A leftover on its way.
struct Leftover {
  std::size_t path = 0;  // into ProbeBatch::paths
  Handle directory;
  CleanedFile file;
};

Handle directory_of(const ProbeBatch& batch, const Walk& walk) {
  const std::string_view directory = directory_part(walk.wanted->name);
  if (directory.empty()) return batch.paths[walk.path].root;
  for (const Walk& other : batch.walks) {
    const bool found = other.path == walk.path && other.wanted->name == directory;
    if (found && other.end.ok() && other.is_found()) return other.at;
  }
  return {};
}

bool has_mark(const MountObservation& seen, const std::string& name) {
  const auto file = std::find_if(seen.files.begin(), seen.files.end(),
                                 [&](const FileSeen& each) { return each.name == name; });
  return file != seen.files.end() && file->end.ok() && file->text.starts_with(kProbeMark);
}

std::vector<Leftover> leftovers_of(const ProbeBatch& batch) {
  std::vector<Leftover> leftovers;
  for (const Walk& walk : batch.walks) {
    if (walk.wanted->look != Look::kText || !walk.end.ok()) continue;
    const MountObservation& seen = batch.paths[walk.path].seen;
    Leftover leftover{walk.path, directory_of(batch, walk), {}};
    leftover.file = {seen.server, seen.address, seen.path, walk.wanted->name, false, {}};
    // Only plain files are read.
    leftover.file.is_ours = has_mark(seen, walk.wanted->name) && !leftover.directory.empty();
    leftovers.push_back(std::move(leftover));
  }
  return leftovers;
}

void remove_ours(ProbeBatch& batch, std::vector<Leftover>& leftovers) {
  batch.routes.nfs.run(
      items_where(leftovers, [](const Leftover& leftover) { return leftover.file.is_ours; }),
      [&](NfsConnection& connection, Pipeline::Item item, Answered answered) {
        const Leftover& leftover = leftovers[item];
        connection.remove(batch.paths[leftover.path].identity, leftover.directory,
                          std::string(file_part(leftover.file.name)), std::move(answered));
      },
      [&](Pipeline::Item item, const Reply& reply) { leftovers[item].file.remove = reply.end; });
}

std::vector<CleanedFile> clean(const ProbeServer& server, const std::vector<Target>& targets,
                               const ProbeOptions& options) {
  ProbeRoutes routes(server, options);
  ProbeBatch batch{routes, options, {}, {}};
  for (const Target& target : targets) batch.paths.push_back(begin_path(server, target));
  mount_paths(batch);
  look_at_paths(batch);
  std::vector<Leftover> leftovers = leftovers_of(batch);
  remove_ours(batch, leftovers);
  unmount_paths(batch);
  std::vector<CleanedFile> cleaned;
  for (Leftover& leftover : leftovers) cleaned.push_back(std::move(leftover.file));
  return cleaned;
}

}  // namespace

std::vector<CleanedFile> clean(const Site& site, const std::vector<NodePlan>& plans,
                               const std::vector<Speaker>& speakers,
                               const ObserveOptions& options) {
  std::vector<Job> jobs = jobs_of(site, plans, speakers);
  const std::vector<ServerObservation> surveys = survey(jobs, options.survey);
  ProbeOptions reading = options.probe;
  reading.write = false;
  std::mutex mutex;
  std::vector<CleanedFile> all;
  for_each_job(jobs, surveys, reading,
               [&](Job& job, const ProbeServer& server, const ProbeOptions& shared) {
                 std::vector<Target> targets;
                 for (const MountObservation& mount : probe(server, job.asked.targets, shared)) {
                   Target target = target_of(mount);
                   if (!target.names.empty()) targets.push_back(std::move(target));
                 }
                 std::vector<CleanedFile> cleaned = clean(server, targets, shared);
                 const std::lock_guard lock(mutex);
                 all.insert(all.end(), std::make_move_iterator(cleaned.begin()),
                            std::make_move_iterator(cleaned.end()));
               });
  std::sort(all.begin(), all.end(), [](const CleanedFile& a, const CleanedFile& b) {
    return std::tie(a.server, a.address, a.path, a.name) <
           std::tie(b.server, b.address, b.path, b.name);
  });
  return all;
}

}  // namespace nfsready
