// What identifies a check. Its page says the rest.
#pragma once

#include <string_view>

#include "finding/severity.h"

namespace nfsready {

struct CheckInfo {
  std::string_view id;     // "NR203": never reused
  std::string_view slug;   // "root-squashed": the problem, not the cure
  std::string_view title;  // one line, the same for every finding of the check
  Severity severity;       // the most severe finding it yields
};

}  // namespace nfsready
