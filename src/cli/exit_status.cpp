#include "cli/exit_status.h"

namespace nfsready {

Result<FailOn> read_fail_on(const std::string& word) {
  if (word == "never") return FailOn{Severity::kError, true};
  for (std::size_t i = 0; i < kSeverityWords.size(); ++i) {
    if (kSeverityWords[i] == word) return FailOn{static_cast<Severity>(i), false};
  }
  return Error{"--fail-on takes error, warning, note or never, not '" + word + "'", {}};
}

ExitStatus exit_status_of(const RunResult& run, const FailOn& fail_on) {
  bool unknown = run.command == "check" && run.nodes.empty();
  for (const NodeResult& node : run.nodes) unknown = unknown || node.verdict == Verdict::kUnknown;
  bool failed = false;
  for (const Finding& finding : run.findings) {
    if (finding.suppressed) continue;
    if (finding.effect == Effect::kUnjudged) {
      unknown = true;
    } else {
      failed = failed || finding.severity >= fail_on.severity;
    }
  }
  if (failed && !fail_on.never) return kNotReady;
  return unknown ? kCouldNotAudit : kReady;
}

}  // namespace nfsready
