// A result made by hand, and its reports.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "finding/run_result.h"
#include "reports/report.h"

namespace nfsready::testing {

inline constexpr CheckInfo kNotListed = {"NR202", "node-not-listed", "the server does not list it",
                                         Severity::kError};
inline constexpr CheckInfo kTooMuch = {"NR210", "more-than-needed", "more rights than needed",
                                       Severity::kWarning};
inline constexpr CheckInfo kMissing = {"NR901", "missing-file", "a file is missing",
                                       Severity::kWarning};
inline constexpr CheckInfo kCurious = {"NR104", "duplicate-entry", "an entry stands twice",
                                       Severity::kNote};

// Everything that a RunResult points at stays where it is as long as the world.
class ReportWorld {
 public:
  ReportWorld();

  // A node with one mount for each path, from the server "nas"; returns its index.
  std::uint32_t add_node(const std::string& name, Verdict verdict = Verdict::kReady,
                         const std::vector<std::string>& paths = {"/root"},
                         const std::string& server = "nas");

  // A finding with one place, some evidence and a remedy.
  Finding& add_finding(const CheckInfo& check, Effect effect, std::vector<Subject> subjects);

  // A line in a file of its own.
  Span line(const std::string& file, const std::string& text);
  std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }

  [[nodiscard]] std::string text(const ReportOptions& options = {}) const;
  [[nodiscard]] std::string json() const;
  [[nodiscard]] std::string junit(const ReportOptions& options = {}) const;

  RunResult run;
  Grant grant;  // of every mount

 private:
  Sources sources_;
  std::deque<std::string> texts_;
};

// Two healthy nodes, one for each verdict that is not ready, and findings of every severity: an
// error, two warnings, a note, what could not be judged, and what was accepted.
[[nodiscard]] const ReportWorld& mixed_world();

}  // namespace nfsready::testing
