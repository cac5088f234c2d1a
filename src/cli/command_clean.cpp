// nfsready clean: removes what killed runs have left on the servers.
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "base/text.h"
#include "cli/audit.h"
#include "cli/audit_options.h"
#include "cli/command.h"
#include "cli/exit_status.h"
#include "cli/interruption.h"
#include "cli/live_options.h"
#include "cli/live_run.h"
#include "cli/options.h"

namespace nfsready {

namespace po = boost::program_options;

namespace {

constexpr Usage kUsageOfClean = {
    "clean", "SITE [-n NODERANGE] [OPTION...]",
    "Removes probe files that a killed run has left where nodes write: files with the name of a\n"
    "probe that begin with nfsready's own mark, or are still empty, and nothing else. Tells each "
    "of them.",
    "Examples:\n"
    "  nfsready clean site\n"
    "  nfsready clean site -n cn007 --netns 'node-{node}'\n"};

po::options_description make_options() {
  po::options_description options("Options");
  add_audit_options(options);
  add_vantage_options(options);
  return options;
}

// Whether it is gone, or was never ours to remove.
bool tell(const CleanedFile& file) {
  std::cout << printable(file.server) << ':' << printable(file.path) << '/' << printable(file.name)
            << ": ";
  if (!file.is_ours) {
    std::cout << "left alone: it does not begin with nfsready's mark\n";
    return true;
  }
  if (file.remove.ok()) {
    std::cout << "removed\n";
    return true;
  }
  std::cout << "not removed: " << word(file.remove.reach) << ", status " << file.remove.status
            << '\n';
  return false;
}

std::string why_not_served(const UncleanedPath& path) {
  if (path.end.reach == Reach::kAnswered) return "NFS or MOUNT version 3 does not answer";
  const std::string detail = path.detail.empty() ? "" : " (" + printable(path.detail) + ")";
  if (path.end.reach == Reach::kLocal) return "it could not be asked" + detail;
  return "rpcbind " + std::string(word(path.end.reach)) + detail;
}

// A line for each reason at each address.
void tell_not_seen(const std::vector<UncleanedPath>& not_seen) {
  std::map<std::string, std::size_t> paths;
  bool any_refused = false;
  for (const UncleanedPath& path : not_seen) {
    const std::string at = path.address.is_set() ? " (" + path.address.text() + ")" : "";
    const std::string place = printable(path.server) + at + ": ";
    if (path.path.empty()) {
      paths[place + why_not_served(path)];
    } else if (path.end.reach == Reach::kAnswered) {
      ++paths[place + "it refuses " + path.call + " with status " +
              std::to_string(path.end.status)];
      any_refused = true;
    } else {
      ++paths[place + path.call + " " + std::string(word(path.end.reach))];
      any_refused = any_refused || path.end.reach == Reach::kDenied;
    }
  }
  for (const auto& [reason, count] : paths) {
    std::cout << "not looked at: " << (count == 0 ? "" : plural(count, "path") + " of ") << reason
              << '\n';
  }
  if (any_refused) {
    std::cout
        << "ask from the nodes' own addresses, --as-node INTERFACE or --netns NAME, or from a "
           "reserved port: --source-port reserved\n";
  }
}

int clean_site(const ParsedOptions& options) {
  const auto request = read_audit_request(options);
  if (!request) return usage_error(kUsageOfClean, request.error().message);
  const auto live = read_live_request(options);
  if (!live) return usage_error(kUsageOfClean, live.error().message);
  const std::atomic<bool>& stop = watch_for_interruption();

  Progress progress;
  const auto read = read_audit(request.value(), progress);
  if (!read) return report_audit_error(read.error());
  tell_left_out(*read.value());
  const auto cleaned = clean_live(*read.value(), live.value(), stop, progress);
  progress.stop();
  if (!cleaned) return report_audit_error(cleaned.error());
  bool all_gone = true;
  for (const CleanedFile& file : cleaned.value().files) all_gone = tell(file) && all_gone;
  tell_not_seen(cleaned.value().not_seen);
  if (!all_gone) return kNotReady;
  if (stop || !cleaned.value().not_seen.empty()) return kCouldNotAudit;
  if (cleaned.value().files.empty()) std::cout << "nothing to remove\n";
  return kReady;
}

}  // namespace

int run_clean(const Arguments& arguments) {
  const ParsedOptions options = parse_options(kUsageOfClean, arguments, make_options(), {"SITE"});
  if (options.exit_status) return *options.exit_status;
  if (!options.has("SITE")) {
    return usage_error(kUsageOfClean, "the folder of the site is missing");
  }
  return clean_site(options);
}

}  // namespace nfsready
