#include "observe/observe.h"

#include <iterator>

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
  seen.names = survey_names(plans, speakers, options.survey.call);
  tell(options, "asking the servers");
  seen.servers = survey(jobs, options.survey);
  tell(options, "mounting " + plural(count_paths(jobs), "path"));
  for_each_job(jobs, seen.servers, options.probe,
               [](Job& job, const ProbeServer& server, const ProbeOptions& shared) {
                 job.seen = probe(server, job.asked.targets, shared);
               });
  for (Job& job : jobs) {
    seen.mounts.insert(seen.mounts.end(), std::make_move_iterator(job.seen.begin()),
                       std::make_move_iterator(job.seen.end()));
  }
  return seen;
}

}  // namespace nfsready
