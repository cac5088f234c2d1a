// GPFS: `mmnfs export list -Y`. Colon-separated records; a HEADER record names their fields
// (IBM Storage Scale, mmnfs). What NFS-Ganesha makes of them is its own business: the options have
// its words, one row is one CLIENT, and the EXPORT itself gives nothing.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/path.h"
#include "base/text.h"
#include "parse/exports_dialects.h"
#include "parse/ganesha_client.h"
#include "parse/ganesha_faults.h"
#include "parse/ganesha_permissions.h"
#include "parse/lines.h"

namespace nfsready {

namespace {

constexpr std::string_view kRecordType = "mmcesnfslsexport:nfsexports:";
constexpr std::size_t kHeaderMark = 2;  // the field that says HEADER, or 0

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  const char lower = to_lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// "%2F" becomes "/" (mmclidecode); a percent sign without two hexadecimal digits stays.
std::string percent_decode(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = high < 0 ? -1 : hex_value(text[i + 2]);
    if (low < 0) {
      decoded += text[i];
    } else {
      decoded += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return decoded;
}

class RowReader {
 public:
  RowReader(const SourceFile& file, GaneshaExports& exports, Problems& problems)
      : file_(file), exports_(exports), faults_(problems) {
    faults_.set_consequence("the option counts as not given");
    for (std::uint32_t i = 0; i < exports.exports.size(); ++i) {
      by_path_.emplace(exports.exports[i].path.text, i);
    }
  }

  void take(std::string_view line);

 private:
  void take_header(std::vector<std::string_view> fields);
  void take_row(std::vector<std::string_view> fields, const Token& line);
  [[nodiscard]] std::size_t column(std::string_view name) const;
  [[nodiscard]] Token decode(std::string_view field) const;
  [[nodiscard]] bool join_clients(std::vector<std::string_view>& fields) const;
  GaneshaExport& export_of(const Token& path, const Token& line);
  [[nodiscard]] GaneshaPermissions permissions_of(const std::vector<std::string_view>& fields);
  void broken(const Token& line, std::string message);

  const SourceFile& file_;
  GaneshaExports& exports_;
  GaneshaFaults faults_;
  std::vector<std::string_view> columns_;
  std::unordered_map<std::string_view, std::uint32_t> by_path_;
};

void RowReader::take(std::string_view line) {
  if (trim(line).empty()) return;
  const Token whole = token_of(file_, line);
  if (!line.starts_with(kRecordType)) {
    return broken(whole, "this is no record of 'mmnfs export list -Y'");
  }
  std::vector<std::string_view> fields = split(line, ':');
  if (fields.size() > kHeaderMark && fields[kHeaderMark] == "HEADER") {
    take_header(std::move(fields));
  } else {
    take_row(std::move(fields), whole);
  }
}

void RowReader::take_header(std::vector<std::string_view> fields) { columns_ = std::move(fields); }

std::size_t RowReader::column(std::string_view name) const {
  const auto found = std::find_if(
      columns_.begin(), columns_.end(),
      [&](std::string_view candidate) { return equals_ignoring_case(candidate, name); });
  return static_cast<std::size_t>(found - columns_.begin());
}

void RowReader::take_row(std::vector<std::string_view> fields, const Token& line) {
  const std::size_t path_column = column("Path");
  const std::size_t client_column = column("Clients");
  if (path_column == columns_.size() || client_column == columns_.size()) {
    return broken(line, "no HEADER record with Path and Clients stands before this row");
  }
  if (!join_clients(fields)) {
    return broken(line, "this row has fewer fields than its HEADER record");
  }
  const Token path = decode(fields[path_column]);
  if (!is_absolute(path.text)) {
    return broken(line, "the Path " + quoted(path.text) + " is not absolute");
  }
  GaneshaClientBlock block;
  block.span = line.span;
  for (const GaneshaTerm& term : ganesha_terms(decode(fields[client_column]))) {
    if (const auto client = ganesha_client(term, faults_)) block.clients.push_back(*client);
  }
  block.permissions = permissions_of(fields);
  export_of(path, line).clients.push_back(std::move(block));
}

// Older releases print the colons of IPv6 clients as they are: surplus fields are parts of Clients.
bool RowReader::join_clients(std::vector<std::string_view>& fields) const {
  if (fields.size() < columns_.size()) return false;
  const auto first = static_cast<std::ptrdiff_t>(column("Clients"));
  const auto surplus = static_cast<std::ptrdiff_t>(fields.size() - columns_.size());
  std::string_view& clients = fields[static_cast<std::size_t>(first)];
  const std::string_view last = fields[static_cast<std::size_t>(first + surplus)];
  clients = {clients.data(), static_cast<std::size_t>(last.data() + last.size() - clients.data())};
  fields.erase(fields.begin() + first + 1, fields.begin() + first + 1 + surplus);
  return true;
}

Token RowReader::decode(std::string_view field) const {
  Token token = token_of(file_, field);
  if (field.find('%') != std::string_view::npos) token.text = file_.keep(percent_decode(field));
  return token;
}

GaneshaExport& RowReader::export_of(const Token& path, const Token& line) {
  const auto [found, is_new] =
      by_path_.emplace(path.text, static_cast<std::uint32_t>(exports_.exports.size()));
  if (is_new) {
    GaneshaExport added;
    added.span = line.span;
    added.path = path;
    added.pseudo = path;
    added.permissions.access = GaneshaAccess::kNone;
    exports_.exports.push_back(std::move(added));
  }
  return exports_.exports[found->second];
}

GaneshaPermissions RowReader::permissions_of(const std::vector<std::string_view>& fields) {
  GaneshaOptionBits bits;
  bits.begin_block();
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    GaneshaNode option;
    option.name = Token{columns_[i], token_of(file_, fields[i]).span};
    if (equals_ignoring_case(option.name.text, "DefaultDelegations")) continue;
    option.terms = ganesha_terms(decode(fields[i]));
    if (option.terms.empty()) continue;
    static_cast<void>(bits.take(option, faults_));
  }
  return bits.permissions();
}

void RowReader::broken(const Token& line, std::string message) {
  const std::uint32_t problem = faults_.note(ProblemKind::kSyntax, line.span, std::move(message));
  faults_.lose(problem, line.span);
}

}  // namespace

void parse_mmnfs(const SourceFile& file, GaneshaExports& exports, Problems& problems) {
  RowReader reader(file, exports, problems);
  LineReader lines(file);
  while (lines.next()) reader.take(lines.text());
}

}  // namespace nfsready
