#include "parse/tabdump.h"

#include <csv.h>

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace nfsready {

XcatTable::XcatTable(std::string name, std::vector<Token> columns, std::vector<Cell> cells)
    : name_(std::move(name)), columns_(std::move(columns)), cells_(std::move(cells)) {}

std::size_t XcatTable::row_count() const {
  return columns_.empty() ? 0 : cells_.size() / columns_.size();
}

std::optional<std::size_t> XcatTable::column(std::string_view name) const {
  const auto found = std::find_if(columns_.begin(), columns_.end(),
                                  [&](const Token& column) { return column.text == name; });
  if (found == columns_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns_.begin());
}

const Cell& XcatTable::cell(std::size_t row, std::size_t column) const {
  return cells_[row * columns_.size() + column];
}

const Cell& XcatTable::cell(std::size_t row, std::string_view column_name) const {
  static const Cell null_cell;
  const auto index = column(column_name);
  return index ? cell(row, *index) : null_cell;
}

bool XcatTable::is_disabled(std::size_t row) const {
  const Cell& disable = cell(row, "disable");
  return !disable.is_null && disable.token.text != "0" &&
         !equals_ignoring_case(disable.token.text, "no");
}

namespace {

// CSV as tabrestore reads it: only a line feed ends a row.
int is_row_end(unsigned char c) { return c == '\n' ? 1 : 0; }
int is_csv_space(unsigned char c) { return c == ' ' || c == '\t' || c == '\r' ? 1 : 0; }

std::string_view trim_end(std::string_view text) {
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// One csv_parser. libcsv reports no positions: so it is fed up to and including each possible
// delimiter, and a field that it then hands out ends there.
class RowReader {
 public:
  RowReader(const SourceFile& file, std::vector<Cell>& cells, Problems& problems)
      : file_(file), text_(file.text()), cells_(cells), problems_(problems) {
    start_parser();
  }
  ~RowReader() { csv_free(&parser_); }
  RowReader(const RowReader&) = delete;
  RowReader& operator=(const RowReader&) = delete;

  void read(std::size_t at, std::size_t columns) {
    columns_ = columns;
    start_row(at);
    while (at < text_.size()) at = feed(at);
  }

 private:
  void start_parser() {
    constexpr std::size_t kBlock = std::size_t{1} << 16;
    csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI | CSV_EMPTY_IS_NULL);
    csv_set_term_func(&parser_, is_row_end);
    csv_set_space_func(&parser_, is_csv_space);
    csv_set_blk_size(&parser_, kBlock);
  }

  void start_row(std::size_t at) {
    row_start_ = field_start_ = at;
    row_cells_ = cells_.size();
    fields_ = 0;
    row_problems_ = problems_.size();
  }

  // Feeds the text from `at` to the next delimiter. Returns where to go on.
  std::size_t feed(std::size_t at) {
    delimiter_ = at;
    while (delimiter_ < text_.size() && text_[delimiter_] != ',' && text_[delimiter_] != '\n') {
      ++delimiter_;
    }
    const std::size_t end = std::min(delimiter_ + 1, text_.size());
    if (at == row_start_ && trim(text_.substr(at, end - at)).empty()) {
      start_row(end);
      return end;
    }
    const std::size_t taken =
        csv_parse(&parser_, text_.data() + at, end - at, on_field, on_row, this);
    if (taken < end - at) {
      const bool quoted =
          trim(text_.substr(field_start_, at + taken - field_start_)).starts_with('"');
      return lose_row(file_.span(at + taken, 1),
                      quoted ? "text follows the closing quote of a value"
                             : "a quote inside a value that is not quoted",
                      "put the whole value in quotes and double those that belong to it");
    }
    if (end < text_.size()) return end;
    delimiter_ = text_.size();
    if (csv_fini(&parser_, on_field, on_row, this) == 0) return end;
    return lose_row(file_.span(opening_quote(), 1), "the quote that opens here is never closed",
                    "close the quote");
  }

  [[nodiscard]] std::size_t opening_quote() const { return text_.find('"', field_start_); }

  // A row that cannot be read costs its first line only: its end cannot be told.
  std::size_t lose_row(Span where, std::string message, std::string hint) {
    csv_free(&parser_);
    start_parser();
    const std::size_t line_end = std::min(text_.find('\n', row_start_), text_.size());
    cells_.resize(row_cells_);
    problems_.resize(row_problems_);
    problems_.push_back({ProblemKind::kSyntax, where, std::move(message), std::move(hint),
                         file_.span(row_start_, line_end - row_start_)});
    const std::size_t next = std::min(line_end + 1, text_.size());
    start_row(next);
    return next;
  }

  static void on_field(void* data, std::size_t length, void* self) {
    static_cast<RowReader*>(self)->take_field(static_cast<const char*>(data), length);
  }

  static void on_row(int /*terminator*/, void* self) { static_cast<RowReader*>(self)->end_row(); }

  // `data` is null for a field without a value, else the decoded text of a quoted field.
  void take_field(const char* data, std::size_t length) {
    std::string_view raw = text_.substr(field_start_, delimiter_ - field_start_);
    const bool last = delimiter_ == text_.size() || text_[delimiter_] == '\n';
    if (last) raw = trim_end(raw);
    if (++fields_ <= columns_) {
      Cell cell;
      cell.is_null = data == nullptr;
      if (data == nullptr) {
        cell.token = file_.token(field_start_, 0);
      } else if (trim(raw).starts_with('"')) {
        cell.token = quoted_token(raw, {data, length});
      } else {
        cell.token = Token{raw, file_.span_of(raw)};
      }
      cells_.push_back(cell);
    }
    surplus_has_value_ = data != nullptr;
    field_start_ = delimiter_ + 1;
  }

  // tabrestore refuses a blank outside the quotes, but what was meant is clear.
  Token quoted_token(std::string_view raw, std::string_view decoded) {
    const std::string_view field = trim(raw);
    if (field.size() != raw.size()) {
      problems_.push_back({ProblemKind::kSyntax,
                           file_.span_of(raw),
                           "a blank outside the quotes: tabrestore refuses this row",
                           "remove the blank",
                           {}});
    }
    const std::string_view inner = field.substr(1, field.size() - 2);
    if (inner.size() == decoded.size()) return Token{inner, file_.span_of(inner)};
    return Token{file_.keep(std::string(decoded)), file_.span_of(inner)};
  }

  // One comma behind the last column is no field for tabrestore.
  void end_row() {
    const std::size_t next = field_start_;
    if (fields_ > columns_ + 1 || (fields_ == columns_ + 1 && surplus_has_value_)) {
      const Span row = file_.span(row_start_, std::min(delimiter_, text_.size()) - row_start_);
      cells_.resize(row_cells_);
      problems_.push_back(
          {ProblemKind::kSyntax, row,
           "the row has " + plural(fields_, "field") + ", the table " + plural(columns_, "column"),
           "put values that contain a comma in double quotes", row});
    } else {
      cells_.resize(row_cells_ + columns_);
    }
    start_row(next);
  }

  const SourceFile& file_;
  std::string_view text_;
  std::vector<Cell>& cells_;
  Problems& problems_;
  csv_parser parser_{};
  std::size_t columns_ = 0;
  std::size_t row_start_ = 0;
  std::size_t row_cells_ = 0;     // cells before this row
  std::size_t row_problems_ = 0;  // problems before this row
  std::size_t field_start_ = 0;
  std::size_t fields_ = 0;  // of this row, so far
  bool surplus_has_value_ = false;
  std::size_t delimiter_ = 0;
};

// Column names; quotes that a spreadsheet put around them do not count (tabutils.pm).
std::vector<Token> parse_header(const SourceFile& file, std::string_view header) {
  std::vector<Token> columns;
  for (std::string_view name : split(trim_end(header), ',')) {
    Token column{name, file.span_of(name)};
    if (name.find('"') != std::string_view::npos) {
      std::string bare(name);
      std::erase(bare, '"');
      column.text = file.keep(std::move(bare));
    }
    columns.push_back(column);
  }
  while (!columns.empty() && columns.back().empty()) columns.pop_back();
  return columns;
}

struct Header {
  std::size_t start = 0;
  std::size_t end = 0;
};

// The first line that begins with '#'. Lines before it belong to no table.
std::optional<Header> find_header(std::string_view text) {
  std::size_t start = 0;
  while (start < text.size() && text[start] != '#') {
    start = std::min(text.find('\n', start), text.size() - 1) + 1;
  }
  if (start == text.size()) return std::nullopt;
  return Header{start, std::min(text.find('\n', start), text.size())};
}

void report_missing_header(const SourceFile& file, std::size_t lost, Problems& problems) {
  const std::size_t first_line = std::min(file.text().find('\n'), lost);
  problems.push_back({ProblemKind::kSyntax, file.span(0, first_line),
                      "the first line must be '#' and the names of the columns",
                      "use the output of tabdump as it is", file.span(0, lost)});
}

}  // namespace

XcatTable parse_tabdump(const SourceFile& file, std::string name, Problems& problems) {
  const std::string_view text = file.text();
  const auto header = find_header(text);
  const std::size_t lost = header ? header->start : text.size();
  if (!trim(text.substr(0, lost)).empty()) report_missing_header(file, lost, problems);
  if (!header) return XcatTable(std::move(name), {}, {});
  std::vector<Token> columns =
      parse_header(file, text.substr(header->start + 1, header->end - header->start - 1));
  std::vector<Cell> cells;
  RowReader(file, cells, problems).read(std::min(header->end + 1, text.size()), columns.size());
  return XcatTable(std::move(name), std::move(columns), std::move(cells));
}

}  // namespace nfsready
