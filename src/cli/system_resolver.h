// The machine's own resolver, for --dns.
#pragma once

#include "model/names.h"

namespace nfsready {

// Answers are kept: a name is asked for once. Safe from several threads.
[[nodiscard]] SystemResolver make_system_resolver();

}  // namespace nfsready
