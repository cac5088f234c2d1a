// Rows of xCAT's tables: finding one by the place of a value, and changing it by command.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/context.h"

namespace nfsready::checks {

// The row that a value was read from; nothing when the value is not of this table.
[[nodiscard]] std::optional<std::size_t> row_at(const XcatTable& table, const Span& value);

// What selects a row for chtab: "node=elm", "image=hedge71,file=/etc/motd".
[[nodiscard]] std::string row_key(const XcatTable& table, std::size_t row);

// Whether at least one row is not disabled.
[[nodiscard]] bool has_rows_in_force(const XcatTable& table);

// The start of the table's file.
[[nodiscard]] Span start_of(const XcatTable& table);

// Whether a value in the disable column reads like a "no", or like nothing, and disables its row
// all the same: "false", "off", a blank, an explicit empty string.
[[nodiscard]] bool is_doubtful_disable(const Cell& disable);

// The rows of a table keyed by nodes and groups that are disabled, and would give a column a value.
class DisabledRows {
 public:
  // `table` may be null.
  DisabledRows(const XcatTable* table, std::string_view column);

  // The key of the row that would count for the node; not set when there is none.
  [[nodiscard]] Span row_of(const Node& node) const;

 private:
  std::unordered_map<std::string_view, Span> keys_;
};

// Of the row with that key: "on the management node: chtab node=elm statelite.disable='0'".
[[nodiscard]] std::string remedy_enable(const Context& context, std::string_view table,
                                        const Span& key);

// "on the management node: chtab node=elm statelite.statemnt='nas:/state'", for the row of a value.
// A value of no row of that table gives "<key>" in the place of the row's key.
[[nodiscard]] std::string remedy_cell(const Context& context, std::string_view table,
                                      const Span& value, std::string_view column,
                                      std::string_view text);

// "on the management node: chtab -d node=elm statelite".
[[nodiscard]] std::string remedy_delete_row(const Context& context, std::string_view table,
                                            const Span& value);

}  // namespace nfsready::checks
