// Option words of one list that exclude each other.
#pragma once

#include <vector>

#include "base/problem.h"
#include "exports/linux.h"
#include "parse/linux_options.h"

namespace nfsready {

// Reports words that take back an earlier word of the same list and the same sec= section, and
// no_root_squash beside all_squash, where it has no effect; the rule keeps these words.
void report_contradictions(const std::vector<OptionWord>& list, LinuxRule& rule,
                           Problems& problems);

}  // namespace nfsready
