// nfsready manifest: a tree of a server as text.
#include <chrono>
#include <iostream>
#include <ostream>

#include "base/text.h"
#include "cli/audit_options.h"
#include "cli/command.h"
#include "cli/copies_run.h"
#include "cli/exit_status.h"
#include "cli/interruption.h"
#include "cli/live_options.h"
#include "cli/options.h"
#include "cli/output_file.h"
#include "cli/terminal.h"
#include "cli/tree_argument.h"
#include "copy/copy_run.h"
#include "copy/manifest.h"

namespace nfsready {

namespace po = boost::program_options;

namespace {

constexpr Usage kUsageOfManifest = {
    "manifest", "SERVER:/PATH [-o FILE] [OPTION...]",
    "Reads a tree over NFS and writes it down in the format of mtree(5): names, types, modes,\n"
    "owners, sizes, times, link targets, device numbers, hard links, and which files have holes.\n"
    "'nfsready compare' takes the file for the tree. Nothing is written on the server.",
    "Examples:\n"
    "  nfsready manifest sn01:/install/nim/spot/71/usr -o sn01-spot.mtree\n"
    "  nfsready compare sn01-spot.mtree nas:/install/nim/spot/71/usr --as spot\n"
    "Exit status: 0 written, 2 wrong usage, 3 not written, or not all of the tree.\n"};

po::options_description make_options() {
  po::options_description options("Options");
  options.add_options()("output,o", po::value<std::string>()->value_name("FILE"),
                        "where to write; by default standard output");
  add_caller_options(options);
  return options;
}

Result<ManifestSummary> write(const TreePlace& place, const TreeCaller& caller,
                              const CopyOptions& options, const std::string& file,
                              Progress& progress) {
  progress.stage("asking " + place.server);
  CopySide side;
  const OpenTree open = CopyRunner(options).open(place, caller, {}, nullptr, side);
  if (!open.tree) return Error{place.server + ":" + place.path + ": " + side.trouble, {}};
  Result<ManifestSummary> summary = ManifestSummary();
  const auto begun = std::chrono::steady_clock::now();
  const auto written = write_output(file, [&](std::ostream& stream) -> Result<bool> {
    summary = write_manifest(*open.tree, stream, [&](std::uint64_t entries) {
      const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begun;
      const auto rate = static_cast<std::uint64_t>(static_cast<double>(entries) / passed.count());
      progress.stage(plural(entries, "name") + ", " + std::to_string(rate) + " a second");
    });
    if (*options.stop) return Error{"interrupted: the tree was not read to its end", {}};
    if (!summary) return summary.error();
    return true;
  });
  if (!written) return written.error();
  return summary;
}

int manifest(const ParsedOptions& options) {
  const auto live = read_live_request(options);
  if (!live) return usage_error(kUsageOfManifest, live.error().message);
  const auto place = read_tree_place(options.text("TREE"));
  if (!place) return usage_error(kUsageOfManifest, place.error().message);
  const std::atomic<bool>& stop = watch_for_interruption();
  const auto caller = caller_for(live.value());
  if (!caller) return report_audit_error(caller.error());

  Progress progress;
  const auto written = write(place.value(), caller.value().asks, options_for(live.value(), stop),
                             options.text("output"), progress);
  progress.stop();
  if (!written) return report_audit_error(written.error());
  const ManifestSummary& summary = written.value();
  if (summary.in_trouble == 0) return kReady;
  return report_audit_error({"not all of the tree was read: " + std::to_string(summary.in_trouble) +
                                 (summary.in_trouble == 1 ? " directory is" : " directories are") +
                                 " not whole, the first: " + summary.first_trouble,
                             {}});
}

}  // namespace

int run_manifest(const Arguments& arguments) {
  const ParsedOptions options =
      parse_options(kUsageOfManifest, arguments, make_options(), {"TREE"});
  if (options.exit_status) return *options.exit_status;
  if (!options.has("TREE")) return usage_error(kUsageOfManifest, "which tree: SERVER:/PATH?");
  return manifest(options);
}

}  // namespace nfsready
