// Option words of one list that exclude each other.
#pragma once

#include <span>

#include "base/problem.h"
#include "exports/linux.h"

namespace nfsready {

// Reports words that take back an earlier word of the same list and the same sec= section, and
// no_root_squash beside all_squash, where it has no effect.
void report_contradictions(std::span<const OptionWord> list, Problems& problems);

}  // namespace nfsready
