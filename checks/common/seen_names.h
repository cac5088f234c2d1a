// The names that were looked for below mounted paths.
#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/context.h"
#include "plan/expected.h"

namespace nfsready::checks {

// By observation and name. For Context::shared.
class SeenNames {
 public:
  explicit SeenNames(const Context& context);

  // Null: it was not looked for.
  [[nodiscard]] const NameSeen* find(const MountObservation& seen, std::string_view name) const;

 private:
  std::unordered_map<const MountObservation*, std::vector<const NameSeen*>> names_;
};

// What a node expects below a mount of its plan.
[[nodiscard]] std::vector<ExpectedName> expected_of(const Context& context,
                                                    const JudgedMount& judged);

// Whether the server said that there is nothing of that name.
[[nodiscard]] bool is_missing(const NameSeen& seen);

// The name with the node's own as "<node>": "etc/.client_data/hosts.<node>".
[[nodiscard]] std::string name_pattern(const Node& node, std::string_view name);

}  // namespace nfsready::checks
