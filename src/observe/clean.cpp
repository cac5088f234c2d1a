#include "observe/clean.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "base/append.h"
#include "observe/jobs.h"
#include "observe/nfs_status.h"
#include "observe/probe_batch.h"
#include "observe/probe_name.h"
#include "plan/server_addresses.h"

namespace nfsready {

namespace {

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

// One that is still empty was not written any more: its name is its mark.
bool has_mark(const MountObservation& seen, const std::string& name) {
  const auto file = std::find_if(seen.files.begin(), seen.files.end(),
                                 [&](const FileSeen& each) { return each.name == name; });
  if (file == seen.files.end() || !file->end.ok()) return false;
  return file->text.empty() || file->text.starts_with(kProbeMark);
}

// Another head of the same storage may have been quicker.
bool is_gone(const CallEnd& end) {
  return is_status(end, nfs_status::kNoEntry) || is_status(end, nfs_status::kStale);
}

bool has_gone(const MountObservation& seen, const std::string& name) {
  return std::any_of(seen.files.begin(), seen.files.end(),
                     [&](const FileSeen& file) { return file.name == name && is_gone(file.end); });
}

std::vector<Leftover> leftovers_of(const ProbeBatch& batch) {
  std::vector<Leftover> leftovers;
  for (const Walk& walk : batch.walks) {
    if (walk.wanted->look != Look::kText || !walk.end.ok()) continue;
    const MountObservation& seen = batch.paths[walk.path].seen;
    if (has_gone(seen, walk.wanted->name)) continue;
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
      [&](Pipeline::Item item, const Reply& reply) {
        leftovers[item].file.remove = reply.end;
        if (is_gone(reply.end)) leftovers[item].file.remove.status = 0;
      });
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
  cleaned.reserve(leftovers.size());
  for (Leftover& leftover : leftovers) cleaned.push_back(std::move(leftover.file));
  return cleaned;
}

// Nodes write nowhere else.
void keep_written(std::vector<Job>& jobs) {
  for (Job& job : jobs) {
    std::erase_if(job.asked.targets, [](const Target& target) { return !target.write; });
  }
  std::erase_if(jobs, [](const Job& job) { return job.asked.targets.empty(); });
}

void add_silent_servers(const std::vector<Job>& jobs, const std::vector<ServerObservation>& surveys,
                        std::vector<UncleanedPath>& not_seen) {
  for (const Job& job : jobs) {
    const ProbeServer server = server_of(job, surveys[job.survey]);
    if (server.mount_port != 0 && server.nfs_port != 0) continue;
    not_seen.push_back({job.asked.server,
                        job.asked.address,
                        {},
                        {},
                        {surveys[job.survey].rpcbind, 0},
                        surveys[job.survey].detail});
  }
}

// Nobody can be asked under a name without an address.
void add_unresolved(const Site& site, const std::vector<NodePlan>& plans,
                    const std::vector<Speaker>& speakers, std::vector<UncleanedPath>& not_seen) {
  std::set<std::string_view> servers;
  for (const Speaker& speaker : speakers) {
    for (const std::uint32_t node : speaker.nodes) {
      for (const Mount& mount : plans[node].mounts) {
        if (!mount.needs.write || mount.server_text.empty()) continue;
        if (servers.count(mount.server_text) != 0 || !addresses_of(site, mount).empty()) continue;
        servers.insert(mount.server_text);
        not_seen.push_back({std::string(mount.server_text),
                            {},
                            {},
                            {},
                            {Reach::kLocal, 0},
                            "the snapshot has no address of that name"});
      }
    }
  }
}

// A path that is not listed may hold anything.
void add_if_not_seen(const MountObservation& mount, std::vector<UncleanedPath>& not_seen) {
  const std::array<std::pair<const char*, CallEnd>, 3> calls = {
      {{"MNT", mount.mnt}, {"GETATTR", mount.getattr}, {"READDIRPLUS", mount.listing}}};
  for (const auto& [call, end] : calls) {
    if (end.ok()) continue;
    not_seen.push_back({mount.server, mount.address, mount.path, call, end, {}});
    return;
  }
}

Cleaning clean_job(const Job& job, const ProbeServer& server, const ProbeOptions& options) {
  Cleaning cleaning;
  std::vector<Target> targets;
  for (const MountObservation& mount : probe(server, job.asked.targets, options)) {
    add_if_not_seen(mount, cleaning.not_seen);
    Target target = target_of(mount);
    if (!target.names.empty()) targets.push_back(std::move(target));
  }
  cleaning.files = clean(server, targets, options);
  return cleaning;
}

// Two heads of the same storage, asked at once, both say that they removed the same file.
void sort_and_tell_once(std::vector<CleanedFile>& files) {
  std::sort(files.begin(), files.end(), [](const CleanedFile& a, const CleanedFile& b) {
    return std::tie(a.server, a.path, a.name, a.address) <
           std::tie(b.server, b.path, b.name, b.address);
  });
  const auto is_told = [](const CleanedFile& a, const CleanedFile& b) {
    const bool both_gone = a.is_ours && b.is_ours && a.remove.ok() && b.remove.ok();
    return both_gone && std::tie(a.server, a.path, a.name) == std::tie(b.server, b.path, b.name);
  };
  files.erase(std::unique(files.begin(), files.end(), is_told), files.end());
}

}  // namespace

Cleaning clean(const Site& site, const std::vector<NodePlan>& plans,
               const std::vector<Speaker>& speakers, const ObserveOptions& options) {
  std::vector<Job> jobs = jobs_of(site, plans, speakers);
  keep_written(jobs);
  ProbeOptions reading = options.probe;
  reading.write = false;
  std::mutex mutex;
  Cleaning all;
  const std::vector<ServerObservation> surveys =
      for_each_job(jobs, options.survey, reading,
                   [&](Job& job, const ProbeServer& server, const ProbeOptions& shared) {
                     Cleaning cleaning = clean_job(job, server, shared);
                     const std::lock_guard lock(mutex);
                     append(std::move(cleaning.files), all.files);
                     append(std::move(cleaning.not_seen), all.not_seen);
                   });
  add_silent_servers(jobs, surveys, all.not_seen);
  add_unresolved(site, plans, speakers, all.not_seen);
  sort_and_tell_once(all.files);
  std::sort(all.not_seen.begin(), all.not_seen.end(),
            [](const UncleanedPath& a, const UncleanedPath& b) {
              return std::tie(a.server, a.address, a.path) < std::tie(b.server, b.address, b.path);
            });
  return all;
}

}  // namespace nfsready
