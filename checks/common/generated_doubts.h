// When a difference between a generated table and the database is no staleness (NR417), because
// another check tells what is behind it.
#pragma once

#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "checks/common/generated_difference.h"
#include "engine/context.h"

namespace nfsready::checks {

// One per run of a check.
class GeneratedDoubts {
 public:
  explicit GeneratedDoubts(const Context& context);

  // Whether one of the two files is damaged (NR903), whether nobody can tell which rows count for
  // the node (NR901), or whether a row is likely disabled by mistake (NR425).
  [[nodiscard]] bool are_there(const NodePlan& plan, GeneratedKind kind) const;

  // Whether the line lacks only options that AIX does not know (NR422).
  [[nodiscard]] static bool is_of_bad_options(const Node& node, const LineDifference& difference);

 private:
  [[nodiscard]] bool is_damaged(const NodePlan& plan, GeneratedKind kind) const;

  const Context& context_;
  std::unordered_set<std::string_view> damaged_;
};

// Whether it is known what a node does with the trees that it mounts: not when its litefile entries
// are not, and not when what it reads is not what the database gives (NR417). One per run of a
// check; not safe from several threads.
class LitefileDoubts {
 public:
  explicit LitefileDoubts(const Context& context)
      : context_(context), doubts_(context), stale_(context) {}

  [[nodiscard]] bool are_there(const NodePlan& plan);

 private:
  const Context& context_;
  GeneratedDoubts doubts_;
  TableComparer stale_;
  std::unordered_map<const NodePlan*, bool> known_;
};

}  // namespace nfsready::checks
