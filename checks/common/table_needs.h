// What an audit takes from the tables of the management node.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "model/site.h"

namespace nfsready::checks {

struct TableNeed {
  std::string_view table;
  std::string_view unknown;  // while it is missing: follows "it would tell"; with {nodes}
  bool (*is_wanted)(const Site& site, const Node& node);
};

// The tables on which the verdict of a node rests, nodelist left out: without it there are no
// nodes.
[[nodiscard]] std::span<const TableNeed> table_needs();

// Whether the content of the table can change anything for the nodes that want it.
[[nodiscard]] bool matters(const TableNeed& need, const Site& site);

// Whether nobody can tell which rows of litefile and litetree count for a node (NR901).
[[nodiscard]] bool are_rows_unknown(const Site& site, const Node& node);

// A table that a variable in statelite or litetree names, for one node.
struct VariableTable {
  std::string_view table;
  const LiteMount* mount = nullptr;
};
[[nodiscard]] std::vector<VariableTable> variable_tables(const Node& node);

}  // namespace nfsready::checks
