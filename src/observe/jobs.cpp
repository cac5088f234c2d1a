#include "observe/jobs.h"

#include <algorithm>
#include <map>
#include <utility>

#include "observe/wait_in_threads.h"

namespace nfsready {

namespace {

constexpr std::size_t kMaxThreads = 256;
constexpr std::size_t kSurveysAtOnce = 1024;
constexpr std::size_t kSpeakersAtOnce = 4;  // of one server

// Vantages of one name see the same server.
using Place = std::pair<std::string_view, Address>;

// An IPv4 address does not talk to an IPv6 one.
bool can_reach(const Speaker& speaker, const Address& server) {
  const Address& own = speaker.source.address;
  return !own.is_set() || own.family() == server.family();
}

// Empty: it can be asked.
std::string why_not_asked(const Job& job) {
  const Speaker& speaker = *job.speaker;
  if (!speaker.cannot_ask.empty()) return speaker.cannot_ask;
  const auto& own = speaker.cannot_reach;
  if (std::find(own.begin(), own.end(), job.asked.address) == own.end()) return {};
  return job.asked.address.text() +
         " is this very host, which a borrowed address cannot reach: ask from another one";
}

ServerObservation survey_for(const Job& job, const SurveyLimits& limits) {
  const Speaker& speaker = *job.speaker;
  std::string why = why_not_asked(job);
  if (why.empty()) {
    return survey_server(speaker.vantage, speaker.source, job.asked.server, job.asked.address,
                         limits);
  }
  ServerObservation seen;
  seen.vantage = speaker.vantage;
  seen.server = job.asked.server;
  seen.address = job.asked.address;
  seen.rpcbind = Reach::kLocal;
  seen.detail = std::move(why);
  return seen;
}

// What is asked of one address.
struct Lane {
  std::vector<Job*> jobs;
  std::vector<const Job*> surveys;  // the first job of each survey
};

// Numbers the surveys on the way.
std::vector<Lane> lanes_of(std::vector<Job>& jobs, std::size_t& surveys) {
  std::map<Place, std::size_t> places;
  std::map<Address, Lane> by_address;
  for (Job& job : jobs) {
    Lane& lane = by_address[job.asked.address];
    lane.jobs.push_back(&job);
    const auto [found, is_new] =
        places.emplace(Place(job.speaker->vantage.name, job.asked.address), places.size());
    job.survey = found->second;
    if (is_new) lane.surveys.push_back(&job);
  }
  surveys = places.size();
  std::vector<Lane> lanes;
  lanes.reserve(by_address.size());
  for (auto& [address, lane] : by_address) lanes.push_back(std::move(lane));
  return lanes;
}

void work_in(const Lane& lane, const std::vector<ServerObservation>& surveys,
             const ProbeOptions& options, const Work& work) {
  const std::size_t at_once =
      std::min({lane.jobs.size(), kSpeakersAtOnce, options.limits.in_flight});
  ProbeOptions shared = options;
  shared.limits.in_flight = std::max<std::size_t>(1, shared.limits.in_flight / at_once);
  wait_in_threads(lane.jobs.size(), at_once, [&](std::size_t i) {
    Job& job = *lane.jobs[i];
    const ProbeServer server = server_of(job, surveys[job.survey]);
    ProbeOptions own = shared;
    if (job.speaker->stop != nullptr) own.stop = job.speaker->stop;
    if (server.mount_port != 0 && server.nfs_port != 0) work(job, server, own);
  });
}

bool is_stopped(const std::atomic<bool>* stop) { return stop != nullptr && *stop; }

// What was asked until then stays: the records of its mounts say how far it came.
void tell_claimed(const Job& job, ServerObservation& survey) {
  survey.rpcbind = Reach::kLocal;
  survey.detail = "another host claimed " + job.speaker->source.address.text() +
                  " while it was borrowed, so asking from it was ended";
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

std::vector<ServerObservation> for_each_job(std::vector<Job>& jobs, const SurveyLimits& survey,
                                            const ProbeOptions& options, const Work& work) {
  std::size_t surveys = 0;
  const std::vector<Lane> lanes = lanes_of(jobs, surveys);
  std::vector<ServerObservation> seen(surveys);
  const std::size_t at_once =
      std::max<std::size_t>(1, kSurveysAtOnce / std::max<std::size_t>(1, lanes.size()));
  wait_in_threads(lanes.size(), kMaxThreads, [&](std::size_t i) {
    const Lane& lane = lanes[i];
    wait_in_threads(lane.surveys.size(), std::min(at_once, options.limits.in_flight),
                    [&](std::size_t k) {
                      const Job& job = *lane.surveys[k];
                      seen[job.survey] = survey_for(job, survey);
                    });
    work_in(lane, seen, options, work);
  });
  for (const Job& job : jobs) {
    if (is_stopped(job.speaker->stop) && !is_stopped(options.stop)) {
      tell_claimed(job, seen[job.survey]);
    }
  }
  return seen;
}

}  // namespace nfsready
