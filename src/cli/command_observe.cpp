// nfsready observe: what the servers really answer, into a file.
#include <ostream>

#include "cli/audit.h"
#include "cli/audit_options.h"
#include "cli/command.h"
#include "cli/copies_run.h"
#include "cli/exit_status.h"
#include "cli/interruption.h"
#include "cli/live_options.h"
#include "cli/live_run.h"
#include "cli/options.h"
#include "cli/output_file.h"
#include "cli/run_time.h"
#include "observe/observation_file.h"

namespace nfsready {

namespace po = boost::program_options;

namespace {

constexpr Usage kUsageOfObserve = {
    "observe", "SITE [-n NODERANGE] [-o FILE] [OPTION...]",
    "Asks the servers of a site what the nodes will ask at boot: mounts every planned path as an\n"
    "AIX client does, looks, reads, and writes a file of its own where nodes write. Writes down\n"
    "the answers; 'nfsready check SITE --observations FILE' judges them. Every file it makes is\n"
    "removed again, every mount given back, also when it is interrupted.",
    "Examples:\n"
    "  nfsready observe site -o answers.jsonl\n"
    "  nfsready observe site -n cn007 --netns node-{node} -o answers.jsonl\n"
    "  srun -n 16 sh -c 'nfsready observe site -o answers.$SLURM_PROCID'\n"};

po::options_description make_options() {
  po::options_description options("Options");
  add_audit_options(options);
  options.add_options()("output,o", po::value<std::string>()->value_name("FILE"),
                        "where to write; by default standard output");
  options.add_options()(
      "copies",
      "compare the trees that nodes mount with those they were copied from, too,\n"
      "see 'nfsready compare --help'");
  add_copies_options(options);
  add_live_options(options);
  return options;
}

int observe(const ParsedOptions& options) {
  const auto request = read_audit_request(options);
  if (!request) return usage_error(kUsageOfObserve, request.error().message);
  const auto live = read_live_request(options, Shards::kOfTheScheduler);
  if (!live) return usage_error(kUsageOfObserve, live.error().message);
  const auto copies = read_wanted_copies(options, live.value());
  if (!copies) return usage_error(kUsageOfObserve, copies.error().message);
  const std::atomic<bool>& stop = watch_for_interruption();
  if (const auto can = can_write(options.text("output")); !can) {
    return report_audit_error(can.error());
  }

  const std::int64_t began = run_time();
  Progress progress;
  const auto read = read_audit(request.value(), progress);
  if (!read) return report_audit_error(read.error());
  const Audit& audit = *read.value();
  tell_left_out(audit);
  auto seen = observe_live(audit, live.value(), stop, progress);
  if (seen && copies.value() && !stop) {
    auto compared = compare_site(audit, *copies.value(), stop, progress, nullptr);
    if (!compared) return report_audit_error(compared.error());
    seen.value().copies = std::move(compared.value());
  }
  progress.stop();
  if (!seen) return report_audit_error(seen.error());
  if (stop) return report_audit_error({"interrupted: nothing was written", {}});
  seen.value().parts.push_back({{}, began, 0, {}, 0, {}});
  const auto written = write_output(options.text("output"), [&](std::ostream& stream) {
    write_observations(std::move(seen.value()), stream);
    return true;
  });
  if (!written) return report_audit_error(written.error());
  return kReady;
}

}  // namespace

int run_observe(const Arguments& arguments) {
  const ParsedOptions options = parse_options(kUsageOfObserve, arguments, make_options(), {"SITE"});
  if (options.exit_status) return *options.exit_status;
  if (!options.has("SITE")) {
    return usage_error(kUsageOfObserve, "the folder of the site is missing");
  }
  return observe(options);
}

}  // namespace nfsready
