#include "support/problems.h"

#include <array>
#include <string_view>

#include "support/source.h"

namespace nfsready::testing {

namespace {

constexpr std::array<std::string_view, 10> kKindNames = {
    "syntax",    "unknown-option", "foreign", "stray-space", "no-client",
    "duplicate", "contradiction",  "dropped", "ignored",     "too-long"};

}  // namespace

std::string summary_of(const Problems& problems) {
  std::string summary;
  for (const Problem& problem : problems) {
    if (!summary.empty()) summary += ' ';
    summary += kKindNames[static_cast<std::size_t>(problem.kind)];
    summary += '@' + place(problem.where);
  }
  return summary;
}

}  // namespace nfsready::testing
