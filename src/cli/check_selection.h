// --only and --skip: which checks run.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cli/options.h"
#include "engine/judge.h"

namespace nfsready {

// Fills JudgeOptions::only and skip from the command line. `checks` are those that the command
// has. A word of --only that selects none of them is an error, because it would make a gate pass;
// so is one of --skip that is no check at all, and a selection that leaves no check.
[[nodiscard]] Result<JudgeOptions> read_check_selection(const ParsedOptions& options,
                                                        const std::vector<RegisteredCheck>& checks);

// The check with that id, in either case, or that slug; null when there is none.
[[nodiscard]] const RegisteredCheck* find_check(std::string_view name);

// "did you mean 'NR203'? 'nfsready rules' lists all", for an id or slug that no check has.
[[nodiscard]] std::string hint_for_unknown_check(std::string_view name);

// The whole message of a wrong command line for such a name.
[[nodiscard]] std::string unknown_check(const std::string& name);

}  // namespace nfsready
