#include "observe/probe.h"

#include <algorithm>
#include <utility>

#include "observe/probe_batch.h"

namespace nfsready {

namespace {

// Large enough to keep the pipeline full between the steps, small enough that an interrupted run
// has little to take back.
constexpr std::size_t kBatch = 2048;

Source from_reserved_port(Source source) {
  source.port = PortClass::kReserved;
  return source;
}

}  // namespace

ProbedPath begin_path(const ProbeServer& server, const Target& target) {
  ProbedPath path;
  path.target = &target;
  path.identity.machine = target.machine;
  path.seen.vantage = server.vantage;
  path.seen.server = target.server;
  path.seen.address = server.address;
  path.seen.path = target.path;
  path.seen.machine = target.machine;
  return path;
}

ProbeRoutes::ProbeRoutes(const ProbeServer& server, const ProbeOptions& options)
    : mount(server.source, server.address, server.mount_port, options.limits, options.stop),
      nfs(server.source, server.address, server.nfs_port, options.limits, options.stop),
      reserved_mount(from_reserved_port(server.source), server.address, server.mount_port,
                     options.limits, options.stop),
      reserved_nfs(from_reserved_port(server.source), server.address, server.nfs_port,
                   options.limits, options.stop) {}

std::vector<MountObservation> probe(const ProbeServer& server, const std::vector<Target>& targets,
                                    const ProbeOptions& options) {
  std::vector<MountObservation> seen;
  seen.reserve(targets.size());
  ProbeRoutes routes(server, options);
  for (std::size_t first = 0; first < targets.size(); first += kBatch) {
    ProbeBatch batch{routes, options, {}, {}};
    const std::size_t last = std::min(targets.size(), first + kBatch);
    for (std::size_t i = first; i < last; ++i)
      batch.paths.push_back(begin_path(server, targets[i]));
    mount_paths(batch);
    look_at_paths(batch);
    if (options.write) write_into_paths(batch);
    unmount_paths(batch);
    for (ProbedPath& path : batch.paths) seen.push_back(std::move(path.seen));
  }
  return seen;
}

}  // namespace nfsready
