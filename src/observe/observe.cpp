#include "observe/observe.h"

#include <utility>

#include "base/append.h"
#include "base/text.h"
#include "observe/jobs.h"
#include "observe/name_survey.h"

namespace nfsready {

namespace {

void tell(const ObserveOptions& options, const std::string& what) {
  if (options.progress) options.progress(what);
}

std::size_t count_paths(const std::vector<Job>& jobs) {
  std::size_t paths = 0;
  for (const Job& job : jobs) paths += job.asked.targets.size();
  return paths;
}

}  // namespace

Observations observe(const Site& site, const std::vector<NodePlan>& plans,
                     const std::vector<Speaker>& speakers, const ObserveOptions& options) {
  std::vector<Job> jobs = jobs_of(site, plans, speakers);
  Observations seen;
  tell(options, "asking for the servers' names");
  seen.names = survey_names(plans, speakers, options.survey.call, options.survey.stop);
  const std::size_t paths = count_paths(jobs);
  tell(options, "asking the servers for " + plural(paths, "path"));
  seen.servers = for_each_job(jobs, options.survey, options.probe,
                              [](Job& job, const ProbeServer& server, const ProbeOptions& shared) {
                                job.seen = probe(server, job.asked.targets, shared);
                              });
  for (Job& job : jobs) {
    append(std::exchange(job.seen, {}), seen.mounts);
    seen.mounts.reserve(paths);
  }
  return seen;
}

}  // namespace nfsready
