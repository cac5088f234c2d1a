// The questions of a run, sorted by who asks whom.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

#include "model/site.h"
#include "observe/observation.h"
#include "observe/probe.h"
#include "observe/rpc_survey.h"
#include "observe/speaker.h"
#include "observe/targets.h"
#include "plan/mount.h"

namespace nfsready {

// What one vantage asks of one address.
struct Job {
  const Speaker* speaker = nullptr;
  ServerTargets asked;
  std::size_t survey = 0;  // into what for_each_job() returns
  std::vector<MountObservation> seen;
};

[[nodiscard]] std::vector<Job> jobs_of(const Site& site, const std::vector<NodePlan>& plans,
                                       const std::vector<Speaker>& speakers);

// The server of a job; its ports are 0 when it does not serve: the survey says why.
[[nodiscard]] ProbeServer server_of(const Job& job, const ServerObservation& survey);

using Work = std::function<void(Job& job, const ProbeServer& server, const ProbeOptions& options)>;

// Surveys each address once from each network namespace, tells the jobs which survey is theirs, and
// calls work(job, server, options) for every job whose server serves. Jobs of one address share its
// limits, a few at a time; addresses do not wait for each other, so that a dead one costs no more
// than its own deadline. The survey of a speaker that cannot ask says why (Reach::kLocal).
[[nodiscard]] std::vector<ServerObservation> for_each_job(std::vector<Job>& jobs,
                                                          const SurveyLimits& survey,
                                                          const ProbeOptions& options,
                                                          const Work& work);

}  // namespace nfsready
