// The report formats. Each is one function over the same result, and writes one stream.
#pragma once

#include <array>
#include <ostream>
#include <string>
#include <string_view>

#include "base/source.h"
#include "finding/run_result.h"

namespace nfsready {

struct ReportOptions {
  bool colour = false;                  // text only
  bool notes = true;                    // text only: show findings that are mere notes
  Severity fail_on = Severity::kError;  // junit: from here on a finding is a failure
  bool never_fail = false;              // junit: findings are shown, none is a failure
};

struct ReportInput {
  const RunResult& run;
  const Sources& sources;
};

// "25 of 127 checks ran": for a run that left some out.
[[nodiscard]] std::string checks_told(const RunResult& run);

// For people. Verdict last.
void write_text(const ReportInput& input, const ReportOptions& options, std::ostream& out);

// Versioned; every member is documented in the README.
void write_json(const ReportInput& input, const ReportOptions& options, std::ostream& out);

// A suite for the site, one per node; valid against the schemas of Jenkins' xUnit plugin as a whole
// and of Surefire per suite.
void write_junit(const ReportInput& input, const ReportOptions& options, std::ostream& out);

struct ReportFormat {
  std::string_view name;
  void (*write)(const ReportInput& input, const ReportOptions& options, std::ostream& out);
};

inline constexpr std::array<ReportFormat, 3> kReportFormats = {
    {{"text", write_text}, {"json", write_json}, {"junit", write_junit}}};

}  // namespace nfsready
