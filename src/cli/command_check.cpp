// nfsready check: a verdict for every node.
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <memory>

#include "base/text.h"
#include "checks/registry.h"
#include "cli/answered_audit.h"
#include "cli/audit.h"
#include "cli/audit_options.h"
#include "cli/check_selection.h"
#include "cli/command.h"
#include "cli/exit_status.h"
#include "cli/live_options.h"
#include "cli/options.h"
#include "cli/report_output.h"
#include "cli/run_time.h"

namespace nfsready {

namespace po = boost::program_options;

namespace {

constexpr Usage kUsageOfCheck = {
    "check", "SITE [-n NODERANGE] [OPTION...]",
    "Audits the files of a site and says for every node whether each NFS mount of its boot can\n"
    "succeed, and if not, which line of which file is at fault and what to type. SITE is a folder\n"
    "of files as the cluster's own tools print them; the README describes its layout.",
    "Examples:\n"
    "  nfsready check site\n"
    "  nfsready check site -n 'compute,-cn007' --report text --report junit=TEST-nfsready.xml\n"
    "  nfsready check site --only 'NR2*' --fail-on warning\n"
    "  nfsready check site --live --netns 'node-{node}'\n"
    "  nfsready check site --live --copies --content sample\n"
    "  nfsready check site --observations answers.jsonl\n"
    "Exit status: 0 ready, 1 not ready, 2 wrong usage, 3 could not audit.\n"};

po::options_description make_options() {
  po::options_description options("Options");
  add_audit_options(options);
  options.add_options()  //
      ("report", po::value<std::vector<std::string>>()->value_name("FORMAT[=FILE]"),
       "text (default), json or junit; may be repeated, one may go to standard output")  //
      ("fail-on", po::value<std::string>()->value_name("LEVEL")->default_value("error"),
       "exit with 1 from this severity on: error, warning, note or never")  //
      ("only", po::value<std::vector<std::string>>()->value_name("ID"),
       "run these checks only: NR203, root-squashed, 'NR2*'; a comma list, may be repeated;\n"
       "missing evidence (NR9xx) is told all the same")  //
      ("skip", po::value<std::vector<std::string>>()->value_name("ID"),
       "do not run these checks")  //
      ("suppressions", po::value<std::string>()->value_name("FILE"),
       "accepted findings; by default SITE/suppressions.txt")                  //
      ("no-suppressions", "show and count accepted findings like all others")  //
      ("no-notes", "leave findings that are mere notes out of the text report");
  add_answer_options(options);
  options.add_options()("copies",
                        "with --live: compare the trees that nodes mount with those they were\n"
                        "copied from, see 'nfsready compare --help'");
  add_copies_options(options);
  return options;
}

// Empty when the options can be followed.
std::string wrong_suppressions(const ParsedOptions& options) {
  if (!options.has("suppressions")) return {};
  if (options.text("suppressions").empty()) return "--suppressions names no file";
  return options.has("no-suppressions") ? "--suppressions and --no-suppressions exclude each other"
                                        : "";
}

int check(const ParsedOptions& options) {
  const auto targets = read_report_targets(
      options.has("report") ? options.values["report"].as<std::vector<std::string>>()
                            : std::vector<std::string>());
  if (!targets) return usage_error(kUsageOfCheck, targets.error().message);
  const auto fail_on = read_fail_on(options.text("fail-on"));
  if (!fail_on) return usage_error(kUsageOfCheck, fail_on.error().message);
  auto selection = read_check_selection(options, all_checks());
  if (!selection) return usage_error(kUsageOfCheck, selection.error().message);
  JudgeOptions& judging = selection.value();
  judging.today = today();
  // Whatever else is left out: what could not be judged is never ready.
  if (!judging.only.empty()) judging.only.emplace_back("NR9*");
  if (const std::string wrong = wrong_suppressions(options); !wrong.empty()) {
    return usage_error(kUsageOfCheck, wrong);
  }
  const auto request = read_audit_request(options);
  if (!request) return usage_error(kUsageOfCheck, request.error().message);
  if (!options.has("live") && has_live_option(options)) {
    return usage_error(kUsageOfCheck, "options that say how to ask need --live");
  }
  const auto live = read_live_request(options);
  if (!live) return usage_error(kUsageOfCheck, live.error().message);
  if (options.has("copies") && !options.has("live")) {
    return usage_error(kUsageOfCheck, "--copies needs --live: servers have to be asked");
  }
  const auto copies = read_wanted_copies(options, live.value());
  if (!copies) return usage_error(kUsageOfCheck, copies.error().message);
  if (const auto can = can_write_reports(targets.value()); !can) {
    return report_audit_error(can.error());
  }

  Progress progress;
  auto read = read_answered_audit(request.value(), options, live.value(), copies.value(), progress);
  if (!read) return report_audit_error(read.error());
  // The process ends with the command: to free a large site piece by piece would only take time.
  static Audit& audit = *read.value().release();
  if (!options.has("no-suppressions")) {
    Problems& problems = audit.site->problems;
    auto rules = read_suppressions(audit, options.text("suppressions"), problems);
    if (!rules) return report_audit_error(rules.error());
    judging.suppressions = std::move(rules.value());
  }
  progress.stage("judging " + plural(audit.plans.size(), "node"));
  RunResult run = judge(*audit.context, all_checks(), judging);
  run.asked = age_of_answers(audit.observations.parts, run_time());
  const auto& files = audit.snapshot.files;
  run.files = static_cast<std::size_t>(std::count_if(
      files.begin(), files.end(), [](const SnapshotFile& file) { return file.source != nullptr; }));

  ReportOptions reporting;
  reporting.colour = wants_colour(STDOUT_FILENO);
  reporting.notes = !options.has("no-notes");
  reporting.fail_on = fail_on.value().severity;
  reporting.never_fail = fail_on.value().never;
  progress.stop();
  tell_left_out(audit);
  const auto written = write_reports(targets.value(), {run, audit.sources}, reporting);
  if (!written) return report_audit_error(written.error());
  return exit_status_of(run, fail_on.value());
}

}  // namespace

int run_check(const Arguments& arguments) {
  const ParsedOptions options = parse_options(kUsageOfCheck, arguments, make_options(), {"SITE"});
  if (options.exit_status) return *options.exit_status;
  if (!options.has("SITE")) return usage_error(kUsageOfCheck, "the folder of the site is missing");
  return check(options);
}

}  // namespace nfsready
