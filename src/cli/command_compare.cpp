// nfsready compare: are copied trees what they were copied from?
#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <ostream>

#include "checks/registry.h"
#include "cli/audit.h"
#include "cli/audit_options.h"
#include "cli/check_selection.h"
#include "cli/command.h"
#include "cli/copies_run.h"
#include "cli/exit_status.h"
#include "cli/interruption.h"
#include "cli/live_options.h"
#include "cli/options.h"
#include "cli/output_file.h"
#include "cli/report_output.h"
#include "plan/mount.h"

namespace nfsready {

namespace po = boost::program_options;

namespace {

constexpr std::string_view kAnyTree = "tree";

constexpr Usage kUsageOfCompare = {
    "compare", "SITE | SOURCE COPY [OPTION...]",
    "Reads two trees over NFS, or from manifests, side by side: names, types, modes, owners,\n"
    "sizes, times, link targets, hard links, device numbers, holes. With a SITE, every tree that\n"
    "its redirected nodes mount from the external server next to the service node's, and the\n"
    "service nodes' next to each other. SOURCE and COPY are SERVER:/PATH or the file of a\n"
    "manifest. Nothing is written on any server.",
    "Examples:\n"
    "  nfsready compare site --list differences.txt\n"
    "  nfsready compare sn01:/install/nim/spot/71/usr nas:/install/nim/spot/71/usr --as spot\n"
    "  nfsready compare monday.mtree tuesday.mtree --list -\n"
    "Exit status: 0 alike, 1 different, 2 wrong usage, 3 could not compare.\n"};

po::options_description make_options() {
  po::options_description options("Options");
  add_audit_options(options);
  options.add_options()  //
      ("as", po::value<std::string>()->value_name("PURPOSE")->default_value("tree"),
       "what the two trees are for: spot, root, shared_root, paging or tree: it decides what a\n"
       "running cluster may change, and the remedies")  //
      ("list", po::value<std::string>()->value_name("FILE"),
       "write every difference, itemised as rsync does; with - to standard output, in the place\n"
       "of the report")  //
      ("report", po::value<std::vector<std::string>>()->value_name("FORMAT[=FILE]"),
       "text (default), json or junit; may be repeated, one may go to standard output")  //
      ("fail-on", po::value<std::string>()->value_name("LEVEL")->default_value("warning"),
       "exit with 1 from this severity on: error, warning, note or never");
  add_copies_options(options);
  add_caller_options(options);
  return options;
}

// What is compared, and everything the findings point into.
struct Compared {
  std::unique_ptr<Audit> audit;  // of a site; null: two trees
  Sources sources;
  Site no_site;
  std::vector<NodePlan> no_plans;
  Observations seen;
};

std::vector<RegisteredCheck> copy_checks() {
  std::vector<RegisteredCheck> checks;
  for (const RegisteredCheck& check : all_checks()) {
    if (check.area == "copies") checks.push_back(check);
  }
  return checks;
}

Result<bool> compare_all(const ParsedOptions& options, const CopiesRequest& request,
                         const std::atomic<bool>& stop, Progress& progress, std::ostream* list,
                         Compared& compared) {
  const auto trees = options.values["TREEs"].as<std::vector<std::string>>();
  if (trees.size() == 1) {
    auto seen = compare_site(*compared.audit, request, stop, progress, list);
    if (!seen) return seen.error();
    compared.seen.copies = std::move(seen.value());
    if (compared.seen.copies.empty()) {
      return Error{"no node of the run mounts anything that is a copy: nothing was compared", {}};
    }
  } else {
    auto source = read_tree_argument(trees[0]);
    if (!source) return source.error();
    auto copy = read_tree_argument(trees[1]);
    if (!copy) return copy.error();
    const TreePair pair{std::move(source.value()), std::move(copy.value()), options.text("as")};
    auto seen = compare_trees(pair, request, stop, progress, list);
    if (!seen) return seen.error();
    compared.seen.copies.push_back(std::move(seen.value()));
  }
  if (stop) return Error{"interrupted: the trees were not read to their ends", {}};
  return true;
}

int report(const ParsedOptions& options, Compared& compared,
           const std::vector<ReportTarget>& targets, const FailOn& fail_on) {
  const bool is_site = compared.audit != nullptr;
  compared.no_site.sources = &compared.sources;
  const Site& site = is_site ? *compared.audit->site : compared.no_site;
  const auto& plans = is_site ? compared.audit->plans : compared.no_plans;
  const Context context(site, plans, true, &compared.seen);
  RunResult run = judge(context, copy_checks(), {});
  run.command = "compare";
  // Their mounts are not judged here.
  for (NodeResult& node : run.nodes) node = {node.name, node.kind, Verdict::kReady, {}};
  ReportOptions reporting;
  reporting.colour = wants_colour(STDOUT_FILENO);
  reporting.fail_on = fail_on.severity;
  reporting.never_fail = fail_on.never;
  const Sources& sources = is_site ? compared.audit->sources : compared.sources;
  if (options.text("list") != "-" || options.has("report")) {
    const auto written = write_reports(targets, {run, sources}, reporting);
    if (!written) return report_audit_error(written.error());
  }
  return exit_status_of(run, fail_on);
}

int compare_as_asked(const ParsedOptions& options) {
  const auto targets = read_report_targets(
      options.has("report") ? options.values["report"].as<std::vector<std::string>>()
                            : std::vector<std::string>());
  if (!targets) return usage_error(kUsageOfCompare, targets.error().message);
  const auto fail_on = read_fail_on(options.text("fail-on"));
  if (!fail_on) return usage_error(kUsageOfCompare, fail_on.error().message);
  const auto live = read_live_request(options);
  if (!live) return usage_error(kUsageOfCompare, live.error().message);
  const auto request = read_copies_request(options, live.value());
  if (!request) return usage_error(kUsageOfCompare, request.error().message);
  if (const auto can = can_write_reports(targets.value()); !can) {
    return report_audit_error(can.error());
  }

  Progress progress;
  Compared compared;
  if (options.values["TREEs"].as<std::vector<std::string>>().size() == 1) {
    auto audit = read_audit_request(options);
    if (!audit) return usage_error(kUsageOfCompare, audit.error().message);
    audit.value().site = options.values["TREEs"].as<std::vector<std::string>>().front();
    auto read = read_audit(audit.value(), progress);
    if (!read) return report_audit_error(read.error());
    compared.audit = std::move(read.value());
  }
  const std::atomic<bool>& stop = watch_for_interruption();
  Result<bool> done = true;
  const std::string list = options.text("list");
  if (list.empty()) {
    done = compare_all(options, request.value(), stop, progress, nullptr, compared);
  } else {
    done = write_output(list == "-" ? "" : list, [&](std::ostream& stream) {
      return compare_all(options, request.value(), stop, progress, &stream, compared);
    });
  }
  progress.stop();
  if (!done) return report_audit_error(done.error());
  return report(options, compared, targets.value(), fail_on.value());
}

// Empty when the arguments can be followed.
std::string wrong_arguments(const ParsedOptions& options) {
  if (!options.has("TREEs")) return "what to compare is missing: a SITE, or SOURCE and COPY";
  const auto trees = options.values["TREEs"].as<std::vector<std::string>>();
  if (trees.size() > 2) return "there are more than two trees";
  const std::string purpose = options.text("as");
  const bool is_known = purpose == kAnyTree || purpose == "spot" || purpose == "root" ||
                        purpose == "shared_root" || purpose == "paging";
  if (!is_known) {
    return "--as is '" + purpose + "': expected spot, root, shared_root, paging or tree";
  }
  if (trees.size() == 1 && !options.values["as"].defaulted()) {
    return "--as goes with two trees: a site says itself what its trees are for";
  }
  if (trees.size() == 2 && options.has("manifest")) {
    return "--manifest goes with a site: name the manifest's file as SOURCE or COPY";
  }
  if (trees.size() == 2 && options.has("nodes")) return "-n goes with a site";
  return {};
}

}  // namespace

int run_compare(const Arguments& arguments) {
  const ParsedOptions options =
      parse_options(kUsageOfCompare, arguments, make_options(), {"TREEs"});
  if (options.exit_status) return *options.exit_status;
  if (const std::string wrong = wrong_arguments(options); !wrong.empty()) {
    return usage_error(kUsageOfCompare, wrong);
  }
  return compare_as_asked(options);
}

}  // namespace nfsready
