#include "observe/observe.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <thread>
#include <tuple>
#include <utility>

#include "base/text.h"
#include "observe/targets.h"

namespace nfsready {

namespace {

constexpr std::size_t kMaxThreads = 256;
constexpr std::size_t kSpeakersAtOnce = 4;  // of one server

// What one vantage asks of one address.
struct Job {
  const Speaker* speaker = nullptr;
  ServerTargets asked;
  std::size_t survey = 0;  // into the surveys
  std::vector<MountObservation> seen;
};

// Vantages of one network namespace see the same server.
using Place = std::pair<int, Address>;

// Calls work(i) for every i below `count` from at most `threads` threads. Threads, not cores: they
// wait for servers.
template <typename Work>
void wait_in_threads(std::size_t count, std::size_t threads, const Work& work) {
  std::atomic<std::size_t> next{0};
  const auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::thread> helpers;
  for (std::size_t i = 1; i < std::min(count, threads); ++i) helpers.emplace_back(run);
  run();
  for (std::thread& helper : helpers) helper.join();
}

std::vector<Job> jobs_of(const Site& site, const std::vector<NodePlan>& plans,
                         const std::vector<Speaker>& speakers) {
  std::vector<Job> jobs;
  for (const Speaker& speaker : speakers) {
    for (ServerTargets& asked : targets_of(site, plans, speaker.nodes, speaker.machine)) {
      jobs.push_back({&speaker, std::move(asked), 0, {}});
    }
  }
  return jobs;
}

std::vector<ServerObservation> survey(std::vector<Job>& jobs, const ObserveOptions& options) {
  std::map<Place, std::size_t> places;
  std::vector<const Job*> first;
  for (Job& job : jobs) {
    const Place place(job.speaker->source.network_namespace, job.asked.address);
    const auto [found, is_new] = places.emplace(place, first.size());
    if (is_new) first.push_back(&job);
    job.survey = found->second;
  }
  if (options.progress) options.progress("asking " + plural(first.size(), "address"));
  std::vector<ServerObservation> seen(first.size());
  wait_in_threads(first.size(), kMaxThreads, [&](std::size_t i) {
    const Job& job = *first[i];
    seen[i] = survey_server(job.speaker->vantage, job.speaker->source, job.asked.server,
                            job.asked.address, options.survey);
  });
  return seen;
}

void probe(Job& job, const ServerObservation& survey, const ProbeOptions& options) {
  ProbeServer server;
  server.vantage = job.speaker->vantage;
  if (!server.vantage.source.is_set()) server.vantage.source = survey.vantage.source;
  server.source = job.speaker->source;
  server.address = job.asked.address;
  server.mount_port = port_of(survey, kMountProgram, 3);
  server.nfs_port = port_of(survey, kNfsProgram, 3);
  if (server.mount_port == 0 || server.nfs_port == 0) return;  // the survey says why
  job.seen = probe(server, job.asked.targets, options);
}

// Jobs of one address share its limit, a few at a time; addresses do not wait for each other.
void probe_all(std::vector<Job>& jobs, const std::vector<ServerObservation>& surveys,
               const ObserveOptions& options) {
  std::map<Address, std::vector<Job*>> by_address;
  std::size_t paths = 0;
  for (Job& job : jobs) {
    by_address[job.asked.address].push_back(&job);
    paths += job.asked.targets.size();
  }
  if (options.progress) options.progress("mounting " + plural(paths, "path"));
  std::vector<std::vector<Job*>> lanes;
  for (auto& [address, of_address] : by_address) lanes.push_back(std::move(of_address));
  wait_in_threads(lanes.size(), kMaxThreads, [&](std::size_t i) {
    const std::size_t at_once = std::min(lanes[i].size(), kSpeakersAtOnce);
    ProbeOptions shared = options.probe;
    shared.limits.in_flight = std::max<std::size_t>(1, shared.limits.in_flight / at_once);
    wait_in_threads(lanes[i].size(), at_once, [&](std::size_t k) {
      probe(*lanes[i][k], surveys[lanes[i][k]->survey], shared);
    });
  });
}

}  // namespace

Observations observe(const Site& site, const std::vector<NodePlan>& plans,
                     const std::vector<Speaker>& speakers, const ObserveOptions& options) {
  std::vector<Job> jobs = jobs_of(site, plans, speakers);
  Observations seen;
  seen.servers = survey(jobs, options);
  probe_all(jobs, seen.servers, options);
  for (Job& job : jobs) {
    seen.mounts.insert(seen.mounts.end(), std::make_move_iterator(job.seen.begin()),
                       std::make_move_iterator(job.seen.end()));
  }
  return seen;
}

}  // namespace nfsready
