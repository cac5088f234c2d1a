// xCAT tables as `tabdump <table>` prints them, or as tabrestore reads them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.h"
#include "base/source.h"

namespace nfsready {

// One value of a row. NULL (nothing between the commas) has `is_null`; tabdump prints the empty
// string the same way, so only a hand-written "" is empty and not null.
struct Cell {
  Token token;
  bool is_null = true;
};

// A table with all its rows and columns, known or not. Every row has one cell per column.
class XcatTable {
 public:
  XcatTable() = default;
  XcatTable(std::string name, std::vector<Token> columns, std::vector<Cell> cells);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::vector<Token>& columns() const { return columns_; }
  [[nodiscard]] std::size_t row_count() const;

  // The index of a column, or nothing when the release that dumped the table has no such column.
  [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const;
  [[nodiscard]] const Cell& cell(std::size_t row, std::size_t column) const;
  // A null cell when there is no such column.
  [[nodiscard]] const Cell& cell(std::size_t row, std::string_view column) const;
  // xCAT skips rows whose disable column is neither NULL nor one of 0 no NO No nO (Table.pm).
  [[nodiscard]] bool is_disabled(std::size_t row) const;

 private:
  std::string name_;
  std::vector<Token> columns_;
  std::vector<Cell> cells_;
};

// `name` is the table's name (the file's stem). Reads as tabrestore does (tabutils.pm): blanks
// belong to a field without quotes, except at the end of its row; missing fields are null; one
// comma behind the last column is no field. Lines before the header, a row with too many fields and
// a row with a broken quote are lost, and a problem; reading goes on with the next line.
[[nodiscard]] XcatTable parse_tabdump(const SourceFile& file, std::string name, Problems& problems);

}  // namespace nfsready
