// Exports that the serving head of a server lacks, and another head may have.
#pragma once

#include <string>
#include <vector>

#include "checks/common/handle_ids.h"
#include "engine/context.h"

namespace nfsready::checks {

// "add as on nas-b:", and the lines of that head that give all of these mounts of one server what
// they need, each once. Empty when no head has them all.
[[nodiscard]] std::vector<std::string> lines_of_head(
    const Context& context, const std::vector<std::vector<const JudgedMount*>>& exports,
    const HeadIds& ids);

// The exports that mounts of one server lack, one for each list of mounts: copied where another
// head has them all, else as remedy_exports. With an export of its own it would give other file
// handles than that head. Never none.
[[nodiscard]] std::string remedy_missing(
    const Context& context, const Server& server,
    const std::vector<std::vector<const JudgedMount*>>& exports, HeadIds& ids);

}  // namespace nfsready::checks
