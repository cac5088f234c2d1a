#include "cli/report_output.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <system_error>

#include "base/parallel.h"
#include "base/text.h"

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

namespace {

// Empty when it went well, else what went wrong.
std::string write_stream(const ReportTarget& target, const std::string& file,
                         const ReportInput& input, const ReportOptions& options) {
  std::ofstream stream(file, std::ios::binary);
  if (stream) {
    target.format->write(input, options, stream);
    stream.flush();
  }
  if (stream) return {};
  return "cannot write '" + target.file + "': " + std::generic_category().message(errno);
}

// A pipe or a device is written to; a file is replaced, where a symbolic link leads to.
std::string write_file(const ReportTarget& target, const ReportInput& input,
                       const ReportOptions& options) {
  std::error_code none;
  const bool there = std::filesystem::exists(target.file, none);
  if (there && !std::filesystem::is_regular_file(target.file, none)) {
    return write_stream(target, target.file, input, options);
  }
  const auto real =
      there ? std::filesystem::canonical(target.file, none) : std::filesystem::path(target.file);
  const std::string beside = real.string() + ".nfsready-" + std::to_string(getpid());
  std::string wrong = write_stream(target, beside, input, options);
  if (wrong.empty() && std::rename(beside.c_str(), real.c_str()) != 0) {
    wrong = "cannot write '" + target.file + "': " + std::generic_category().message(errno);
  }
  if (!wrong.empty()) std::remove(beside.c_str());
  return wrong;
}

}  // namespace

Result<bool> write_reports(const std::vector<ReportTarget>& targets, const ReportInput& input,
                           const ReportOptions& options) {
  std::vector<std::string> errors(targets.size());
  parallel_for(targets.size(), [&](std::size_t i) {
    if (!targets[i].file.empty()) {
      ReportOptions plain = options;
      plain.colour = false;
      errors[i] = write_file(targets[i], input, plain);
    } else {
      targets[i].format->write(input, options, std::cout);
      std::cout.flush();
      if (!std::cout) errors[i] = "cannot write to standard output";
    }
  });
  for (const std::string& error : errors) {
    if (!error.empty()) return Error{error, {}};
  }
  return true;
}

}  // namespace nfsready
