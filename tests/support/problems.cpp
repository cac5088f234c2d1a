#include "support/problems.h"

#include <array>
#include <string_view>

#include "support/source.h"

namespace nfsready::testing {

namespace {

constexpr std::array<std::string_view, 10> kKindNames = {
    "syntax",    "unknown-option", "foreign", "stray-space", "no-client",
    "duplicate", "contradiction",  "dropped", "ignored",     "too-long"};

std::string_view name_of(const Problem& problem) {
  return kKindNames[static_cast<std::size_t>(problem.kind)];
}

void append(std::string& text, std::string_view word) {
  if (!text.empty()) text += ' ';
  text += word;
}

}  // namespace

std::string summary_of(const Problems& problems) {
  std::string summary;
  for (const Problem& problem : problems) {
    append(summary, name_of(problem));
    summary += '@' + place(problem.where);
  }
  return summary;
}

std::string kinds_of(const Problems& problems) {
  std::string kinds;
  for (const Problem& problem : problems) append(kinds, name_of(problem));
  return kinds;
}

}  // namespace nfsready::testing
