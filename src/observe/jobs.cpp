#include "observe/jobs.h"

#include <algorithm>
#include <map>
#include <utility>

#include "observe/wait_in_threads.h"

namespace nfsready {

namespace {

constexpr std::size_t kMaxThreads = 256;
constexpr std::size_t kSpeakersAtOnce = 4;  // of one server

// Vantages of one name see the same server.
using Place = std::pair<std::string_view, Address>;

// An IPv4 address does not talk to an IPv6 one.
bool can_reach(const Speaker& speaker, const Address& server) {
  const Address& own = speaker.source.address;
  return !own.is_set() || own.family() == server.family();
}

ServerObservation survey_for(const Job& job, const SurveyLimits& limits) {
  const Speaker& speaker = *job.speaker;
  if (speaker.cannot_ask.empty()) {
    return survey_server(speaker.vantage, speaker.source, job.asked.server, job.asked.address,
                         limits);
  }
  ServerObservation seen;
  seen.vantage = speaker.vantage;
  seen.server = job.asked.server;
  seen.address = job.asked.address;
  seen.rpcbind = Reach::kLocal;
  seen.detail = speaker.cannot_ask;
  return seen;
}

}  // namespace

std::vector<Job> jobs_of(const Site& site, const std::vector<NodePlan>& plans,
                         const std::vector<Speaker>& speakers) {
  std::vector<Job> jobs;
  for (const Speaker& speaker : speakers) {
    for (ServerTargets& asked : targets_of(site, plans, speaker.nodes, speaker.machine)) {
      if (!can_reach(speaker, asked.address)) continue;
      jobs.push_back({&speaker, std::move(asked), 0, {}});
    }
  }
  return jobs;
}

std::vector<ServerObservation> survey(std::vector<Job>& jobs, const SurveyLimits& limits) {
  std::map<Place, std::size_t> places;
  std::vector<const Job*> first;
  for (Job& job : jobs) {
    const Place place(job.speaker->vantage.name, job.asked.address);
    const auto [found, is_new] = places.emplace(place, first.size());
    if (is_new) first.push_back(&job);
    job.survey = found->second;
  }
  std::vector<ServerObservation> seen(first.size());
  wait_in_threads(first.size(), kMaxThreads,
                  [&](std::size_t i) { seen[i] = survey_for(*first[i], limits); });
  return seen;
}

ProbeServer server_of(const Job& job, const ServerObservation& survey) {
  ProbeServer server;
  server.vantage = job.speaker->vantage;
  if (!server.vantage.source.is_set()) server.vantage.source = survey.vantage.source;
  server.source = job.speaker->source;
  server.address = job.asked.address;
  server.mount_port = port_of(survey, kMountProgram, 3);
  server.nfs_port = port_of(survey, kNfsProgram, 3);
  return server;
}

void for_each_job(std::vector<Job>& jobs, const std::vector<ServerObservation>& surveys,
                  const ProbeOptions& options,
                  const std::function<void(Job& job, const ProbeServer& server,
                                           const ProbeOptions& options)>& work) {
  std::map<Address, std::vector<Job*>> by_address;
  for (Job& job : jobs) by_address[job.asked.address].push_back(&job);
  std::vector<std::vector<Job*>> lanes;
  lanes.reserve(by_address.size());
  for (auto& [address, of_address] : by_address) lanes.push_back(std::move(of_address));
  wait_in_threads(lanes.size(), kMaxThreads, [&](std::size_t i) {
    const std::size_t at_once = std::min(lanes[i].size(), kSpeakersAtOnce);
    ProbeOptions shared = options;
    shared.limits.in_flight = std::max<std::size_t>(1, shared.limits.in_flight / at_once);
    wait_in_threads(lanes[i].size(), at_once, [&](std::size_t k) {
      Job& job = *lanes[i][k];
      const ProbeServer server = server_of(job, surveys[job.survey]);
      ProbeOptions own = shared;
      if (job.speaker->stop != nullptr) own.stop = job.speaker->stop;
      if (server.mount_port != 0 && server.nfs_port != 0) work(job, server, own);
    });
  });
}

}  // namespace nfsready
