#include "cli/answered_audit.h"

#include <string>
#include <utility>
#include <vector>

#include "base/append.h"
#include "cli/interruption.h"
#include "cli/live_run.h"
#include "observe/observation_file.h"
#include "observe/served_files.h"
#include "snapshot/disk_reader.h"

namespace nfsready {

namespace po = boost::program_options;

namespace {

// What the network answered, from files and from the servers; nothing when neither was wanted.
Result<Observations> observations_of(const ParsedOptions& options, const LiveRequest& live,
                                     const std::optional<CopiesRequest>& copies, const Audit& audit,
                                     Progress& progress) {
  Observations observations;
  if (options.has("observations")) {
    for (const std::string& file : options.values["observations"].as<std::vector<std::string>>()) {
      const auto text = read_file(file);
      if (!text) return text.error();
      const auto read = read_observations(text.value(), file, observations);
      if (!read) return read.error();
    }
  }
  if (!options.has("live")) return observations;
  const std::atomic<bool>& stop = watch_for_interruption();
  auto seen = observe_live(audit, live, stop, progress);
  if (!seen) return seen.error();
  if (stop) return Error{"interrupted: what the servers answered is not whole", {}};
  merge(std::move(seen.value()), observations);
  if (!copies) return observations;
  auto compared = compare_site(audit, *copies, stop, progress, nullptr);
  if (!compared) return compared.error();
  if (stop) return Error{"interrupted: the trees were not read to their ends", {}};
  append(std::move(compared.value()), observations.copies);
  return observations;
}

// The audit once more, with what the servers really serve.
Result<std::unique_ptr<Audit>> read_again(AuditRequest request, Observations observations,
                                          const Audit& first, Progress& progress) {
  request.served = served_files(*first.site, observations);
  request.observations = std::move(observations);
  return read_audit(request, progress);
}

}  // namespace

void add_answer_options(po::options_description& options) {
  options.add_options()  //
      ("observations", po::value<std::vector<std::string>>()->value_name("FILE"),
       "judge what 'nfsready observe' wrote down; may be repeated: the parts of a run are "
       "merged")  //
      ("live", "ask the servers now and judge what they answer, see 'nfsready observe --help'");
  add_live_options(options);
}

Result<std::unique_ptr<Audit>> read_answered_audit(const AuditRequest& request,
                                                   const ParsedOptions& options,
                                                   const LiveRequest& live,
                                                   const std::optional<CopiesRequest>& copies,
                                                   Progress& progress) {
  auto read = read_audit(request, progress);
  if (!read || !(options.has("live") || options.has("observations"))) return read;
  auto seen = observations_of(options, live, copies, *read.value(), progress);
  if (!seen) return seen.error();
  return read_again(request, std::move(seen.value()), *read.value(), progress);
}

}  // namespace nfsready
