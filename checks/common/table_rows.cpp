#include "checks/common/table_rows.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"

namespace nfsready::checks {

namespace {

std::vector<std::string_view> key_columns(std::string_view table) {
  if (table == "litefile") return {"image", "file"};
  if (table == "litetree") return {"priority"};
  if (table == "osimage" || table == "nimimage") return {"imagename"};
  if (table == "site") return {"key"};
  return {"node"};
}

// The key of the row that holds a value; of no row in particular when there is none.
std::string key_at(const Context& context, std::string_view table, const Span& value) {
  const XcatTable* const rows = context.site().table(table);
  const auto row = rows == nullptr ? std::nullopt : row_at(*rows, value);
  return row ? row_key(*rows, *row) : std::string(key_columns(table).front()) + "=<key>";
}

}  // namespace

std::optional<std::size_t> row_at(const XcatTable& table, const Span& value) {
  if (!value.is_set() || table.row_count() == 0) return std::nullopt;
  if (table.cell(0, std::size_t{0}).token.span.source != value.source) return std::nullopt;
  std::size_t low = 0;
  std::size_t high = table.row_count();
  while (high - low > 1) {  // rows are in the order of the file
    const std::size_t middle = low + (high - low) / 2;
    const bool after = table.cell(middle, std::size_t{0}).token.span.offset > value.offset;
    (after ? high : low) = middle;
  }
  return low;
}

std::string row_key(const XcatTable& table, std::size_t row) {
  std::string key;
  for (const std::string_view column : key_columns(table.name())) {
    key.append(key.empty() ? "" : ",").append(column).append("=");
    key += table.cell(row, column).token.text;
  }
  return key;
}

bool has_rows_in_force(const XcatTable& table) {
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    if (!table.is_disabled(row)) return true;
  }
  return false;
}

Span start_of(const XcatTable& table) {
  return table.columns().empty() ? Span{} : Span{table.columns().front().span.source, 0, 0};
}

bool is_doubtful_disable(const Cell& disable) {
  static constexpr std::array<std::string_view, 12> kMeantAsNo = {
      "", "n", "f", "no", "0", "false", "none", "off", "never", "enabled", "enable", "null"};
  if (disable.is_null) return false;
  const std::string word = to_lower(trim(disable.token.text));
  const bool counts = disable.token.text == "0" || equals_ignoring_case(disable.token.text, "no");
  return !counts && std::find(kMeantAsNo.begin(), kMeantAsNo.end(), word) != kMeantAsNo.end();
}

DisabledRows::DisabledRows(const XcatTable* table, std::string_view column) {
  for (std::size_t row = 0; table != nullptr && row < table->row_count(); ++row) {
    if (!table->is_disabled(row) || table->cell(row, column).token.empty()) continue;
    const Token& key = table->cell(row, "node").token;
    if (!key.empty()) keys_.emplace(key.text, key.span);
  }
}

Span DisabledRows::row_of(const Node& node) const {
  if (keys_.empty()) return {};
  if (const auto own = keys_.find(node.name); own != keys_.end()) return own->second;
  for (const std::string_view group : node.groups) {
    if (const auto found = keys_.find(group); found != keys_.end()) return found->second;
  }
  return {};
}

std::string remedy_enable(const Context& context, std::string_view table, const Span& key) {
  return remedy_cell(context, table, key, "disable", "0");
}

std::string remedy_cell(const Context& context, std::string_view table, const Span& value,
                        std::string_view column, std::string_view text) {
  std::string command = "on the management node: chtab " + key_at(context, table, value) + " ";
  return command.append(table).append(".").append(column).append("='").append(text) + "'";
}

std::string remedy_delete_row(const Context& context, std::string_view table, const Span& value) {
  return "on the management node: chtab -d " + key_at(context, table, value) + " " +
         std::string(table);
}

}  // namespace nfsready::checks
