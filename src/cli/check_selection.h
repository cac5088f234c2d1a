// --only and --skip: which checks run.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "cli/options.h"
#include "engine/judge.h"

namespace nfsready {

// Fills JudgeOptions::only and skip from the command line. `checks` are those that the command
// has. A word of --only that selects none of them is an error, because it would make a gate pass;
// so is one of --skip that is no check at all.
[[nodiscard]] Result<JudgeOptions> read_check_selection(const ParsedOptions& options,
                                                        const std::vector<RegisteredCheck>& checks);

// What to say of an id or slug that no check has: with the one that was most likely meant.
[[nodiscard]] std::string unknown_check(const std::string& name);

}  // namespace nfsready
