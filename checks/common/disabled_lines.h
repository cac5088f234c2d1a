// Lines of the generated tables whose row in the database is disabled since they were made.
#pragma once

#include "checks/common/generated_difference.h"
#include "engine/context.h"

namespace nfsready::checks {

// The row behind the generated line of a difference that is disabled; not set when there is none.
// Variables in a row are not worked out: one that is not $node may stand for anything.
[[nodiscard]] Span disabled_row(const Context& context, const Node& node, GeneratedKind kind,
                                const LineDifference& difference);

}  // namespace nfsready::checks
