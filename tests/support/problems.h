// Problems in short, for tables of expectations.
#pragma once

#include <string>

#include "base/problem.h"

namespace nfsready::testing {

// "syntax@2:5 duplicate@3:1": the kinds with their places, in order; "" when there are none.
[[nodiscard]] std::string summary_of(const Problems& problems);
// The same without places.
[[nodiscard]] std::string kinds_of(const Problems& problems);

}  // namespace nfsready::testing
