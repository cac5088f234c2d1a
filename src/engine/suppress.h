// Taking accepted findings out of the verdicts.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "finding/finding.h"
#include "finding/run_result.h"

namespace nfsready {

// One accepted finding, ready to be matched.
struct SuppressionRule {
  std::string id;
  std::string server;  // empty: every server
  std::string path;    // with `*`; empty: every path
  bool every_node = true;
  std::vector<std::uint32_t> nodes;  // indices into RunResult::nodes, sorted; unless every_node
  std::string until;                 // ISO date, or empty
  std::string reason;
  Span where;
};

// Marks findings as suppressed. A finding of which only some nodes are accepted is split. A rule
// past its last day suppresses nothing. `today` is an ISO date; `where` shows a place.
// What did not match or has ended is told in suppression_notes.
void apply_suppressions(const std::vector<SuppressionRule>& rules, std::string_view today,
                        const std::function<std::string(const Span&)>& where, RunResult& run);

}  // namespace nfsready
