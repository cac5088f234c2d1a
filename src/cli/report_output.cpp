#include "cli/report_output.h"

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <set>

#include "base/parallel.h"
#include "cli/output_file.h"

namespace nfsready {

Result<std::vector<ReportTarget>> read_report_targets(const std::vector<std::string>& values) {
  std::vector<ReportTarget> targets;
  for (const std::string& value : values) {
    const std::size_t equals = value.find('=');
    const std::string name = value.substr(0, equals);
    const auto format =
        std::find_if(kReportFormats.begin(), kReportFormats.end(),
                     [&](const ReportFormat& candidate) { return candidate.name == name; });
    if (format == kReportFormats.end()) {
      return Error{"there is no report format '" + name + "'; expected text, json or junit", {}};
    }
    std::string file = equals == std::string::npos ? "" : value.substr(equals + 1);
    if (equals != std::string::npos && file.empty()) {
      return Error{"'" + value + "' names no file after the '='", {}};
    }
    if (file == "-") file.clear();
    targets.push_back({&*format, std::move(file)});
  }
  if (targets.empty()) targets.push_back({&kReportFormats.front(), {}});
  const auto on_output = [](const ReportTarget& target) { return target.file.empty(); };
  if (std::count_if(targets.begin(), targets.end(), on_output) > 1) {
    return Error{"only one report can go to standard output; write the others as FORMAT=FILE", {}};
  }
  std::set<std::string> files;
  for (const ReportTarget& target : targets) {
    const std::filesystem::path file = target.file;
    if (!file.empty() && !files.insert(file.lexically_normal().string()).second) {
      return Error{"two reports would go to '" + target.file + "'", {}};
    }
  }
  return targets;
}

Result<bool> can_write_reports(const std::vector<ReportTarget>& targets) {
  for (const ReportTarget& target : targets) {
    auto can = can_write(target.file);
    if (!can) return can;
  }
  return true;
}

Result<bool> write_reports(const std::vector<ReportTarget>& targets, const ReportInput& input,
                           const ReportOptions& options) {
  std::vector<Result<bool>> written(targets.size(), true);
  parallel_for(targets.size(), [&](std::size_t i) {
    ReportOptions own = options;
    own.colour = options.colour && targets[i].file.empty();
    written[i] = write_output(targets[i].file, [&](std::ostream& stream) {
      targets[i].format->write(input, own, stream);
      return true;
    });
  });
  for (const Result<bool>& one : written) {
    if (!one) return one.error();
  }
  return true;
}

}  // namespace nfsready
