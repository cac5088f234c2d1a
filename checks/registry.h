// All checks of the program.
#pragma once

#include <vector>

#include "engine/check.h"

namespace nfsready {

// By id. Generated at build time from the file names in checks/.
[[nodiscard]] const std::vector<RegisteredCheck>& all_checks();

}  // namespace nfsready
