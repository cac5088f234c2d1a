// Runs the checks and draws the verdicts.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/check.h"
#include "engine/context.h"
#include "engine/suppress.h"
#include "finding/run_result.h"

namespace nfsready {

struct JudgeOptions {
  std::vector<std::string> only;  // ids, with `*`: "NR2*"; empty: all
  std::vector<std::string> skip;
  std::vector<SuppressionRule> suppressions;
  std::string today;  // ISO date
};

// Whether a check is selected. Patterns match its id or its slug, in whatever case.
[[nodiscard]] bool is_selected(const CheckInfo& check, const JudgeOptions& options);

// One finding per cause, worst first; one verdict per node and mount. The same input gives the
// same result whatever the number of threads.
[[nodiscard]] RunResult judge(const Context& context, const std::vector<RegisteredCheck>& checks,
                              const JudgeOptions& options);

}  // namespace nfsready
