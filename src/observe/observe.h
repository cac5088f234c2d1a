// Asks the servers what the plans depend on: the one stage that touches the network.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "model/site.h"
#include "observe/observation.h"
#include "observe/probe.h"
#include "observe/rpc_survey.h"
#include "observe/speaker.h"
#include "plan/mount.h"

namespace nfsready {

struct ObserveOptions {
  SurveyLimits survey;
  ProbeOptions probe;  // its limits hold for one server, however many vantages ask it
  std::function<void(std::string_view what)> progress;  // may be empty
};

// Surveys every address that the plans of the speakers' nodes name, then mounts their paths from
// each vantage. Servers are asked at the same time, so that a dead one costs its own deadline only.
// Errors of a server are in its observations.
[[nodiscard]] Observations observe(const Site& site, const std::vector<NodePlan>& plans,
                                   const std::vector<Speaker>& speakers,
                                   const ObserveOptions& options);

}  // namespace nfsready
