// Where the reports go: --report FORMAT[=FILE], several at once.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "reports/report.h"

namespace nfsready {

struct ReportTarget {
  const ReportFormat* format = nullptr;
  std::string file;  // empty: standard output
};

// Reads the values of --report; none means text on standard output. At most one may go there,
// and one to each file.
[[nodiscard]] Result<std::vector<ReportTarget>> read_report_targets(
    const std::vector<std::string>& values);

// Whether all of them can be written, before the work is done, see can_write().
[[nodiscard]] Result<bool> can_write_reports(const std::vector<ReportTarget>& targets);

// Writes every report, on all cores, see write_output(). The error names the file that could not be
// written.
[[nodiscard]] Result<bool> write_reports(const std::vector<ReportTarget>& targets,
                                         const ReportInput& input, const ReportOptions& options);

}  // namespace nfsready
