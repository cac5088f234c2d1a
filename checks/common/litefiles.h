// The litefile entries of statelite nodes: nodes that have the same entries are judged together.
#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

#include "engine/context.h"
#include "engine/sink.h"

namespace nfsready::checks {

struct LitefileGroup {
  std::vector<Litefile> entries;  // in the order in which the boot script gets them
  std::vector<const NodePlan*> plans;
  bool from_database = true;  // false: there is no litefile table, the generated lines were taken
};

// The statelite nodes of the run. What the database says counts, because it is what somebody meant
// and can change; without a litefile table it is what the generated tables say.
[[nodiscard]] std::vector<LitefileGroup> litefile_groups(const Context& context);

// The shared_root and statelite nodes of the run, by their image's index.
[[nodiscard]] std::map<std::uint32_t, std::vector<const NodePlan*>> plans_by_image(
    const Context& context);

// Adds all nodes of a group to a draft.
void add_group(const Context& context, const LitefileGroup& group, std::string_view path,
               Draft& draft);

}  // namespace nfsready::checks
