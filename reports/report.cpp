#include "reports/report.h"

#include "base/text.h"

namespace nfsready {

std::string checks_told(const RunResult& run) {
  const std::size_t all = run.checks + run.checks_left_out;
  return std::to_string(run.checks) + " of " + plural(all, "check") +
         " ran: what the others find is not told";
}

}  // namespace nfsready
