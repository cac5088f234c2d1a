// What the program's exit status means. Documented in the README; 1 and 3 both mean: do not boot.
#pragma once

#include <string>

#include "base/result.h"
#include "finding/run_result.h"

namespace nfsready {

enum ExitStatus : int {
  kReady = 0,
  kNotReady = 1,
  kUsage = 2,
  kCouldNotAudit = 3,
};

// From which severity on a finding makes the status kNotReady (--fail-on).
struct FailOn {
  Severity severity = Severity::kError;
  bool never = false;
};

[[nodiscard]] Result<FailOn> read_fail_on(const std::string& word);

// The status of a finished run. What could not be judged is kCouldNotAudit, whatever --fail-on
// says, unless something worse was found; so is a check of no node at all.
[[nodiscard]] ExitStatus exit_status_of(const RunResult& run, const FailOn& fail_on);

}  // namespace nfsready
