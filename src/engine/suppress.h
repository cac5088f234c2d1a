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

struct SuppressionOptions {
  std::string_view today;   // ISO date
  bool tell_unused = true;  // false: the run is a part of what the rules are for
};

// Marks findings as suppressed. A finding of which only some nodes are accepted is split. A rule
// past its last day suppresses nothing. `where` shows a place.
// What did not match or has ended is told in suppression_notes.
void apply_suppressions(const std::vector<SuppressionRule>& rules,
                        const SuppressionOptions& options,
                        const std::function<std::string(const Span&)>& where, RunResult& run);

}  // namespace nfsready
