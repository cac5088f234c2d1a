#include "observe/probe.h"

#include <algorithm>
#include <chrono>
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

constexpr int kMeasurements = 5;

// How long one GETATTR takes by itself, the best of several. 0: it was not answered.
std::uint32_t measure_getattr(ProbeBatch& batch, Pipeline::Item item) {
  using Clock = std::chrono::steady_clock;
  using Microseconds = std::chrono::microseconds;
  Microseconds best = Microseconds::max();
  for (int i = 0; i < kMeasurements; ++i) {
    const auto begin = Clock::now();
    bool is_answered = false;
    batch.routes.nfs.run(
        {item},
        [&](NfsConnection& connection, Pipeline::Item, Answered answered) {
          const ProbedPath& path = batch.paths[item];
          connection.getattr(path.identity, path.root, std::move(answered));
        },
        [&](Pipeline::Item, const Reply& reply) { is_answered = reply.end.ok(); });
    if (!is_answered) return 0;
    best = std::min(best, std::chrono::ceil<Microseconds>(Clock::now() - begin));
  }
  return static_cast<std::uint32_t>(best.count());
}

// True when there was a path to measure.
bool measure_one_path(ProbeBatch& batch) {
  const auto open = items_where(batch.paths, [](const ProbedPath& path) { return path.is_open(); });
  if (open.empty()) return false;
  batch.paths[open.front()].seen.getattr_us = measure_getattr(batch, open.front());
  return true;
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
  bool is_measured = false;
  for (std::size_t first = 0; first < targets.size(); first += kBatch) {
    ProbeBatch batch{routes, options, {}, {}};
    const std::size_t last = std::min(targets.size(), first + kBatch);
    for (std::size_t i = first; i < last; ++i)
      batch.paths.push_back(begin_path(server, targets[i]));
    mount_paths(batch);
    if (!is_measured) is_measured = measure_one_path(batch);
    look_at_paths(batch);
    if (options.write) write_into_paths(batch);
    unmount_paths(batch);
    for (ProbedPath& path : batch.paths) seen.push_back(std::move(path.seen));
  }
  return seen;
}

}  // namespace nfsready
