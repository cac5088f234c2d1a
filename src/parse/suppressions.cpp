#include "parse/suppressions.h"

#include <optional>
#include <utility>

#include "base/text.h"
#include "parse/lines.h"

namespace nfsready {

namespace {

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto month = parse_decimal(text.substr(5, 2));
  const auto day = parse_decimal(text.substr(8, 2));
  return parse_decimal(text.substr(0, 4)) && month && day && *month >= 1 && *month <= 12 &&
         *day >= 1 && *day <= 31;
}

// Reads one line; the first thing wrong with it ends the reading.
class EntryReader {
 public:
  EntryReader(const SourceFile& file, std::string_view line) : file_(file), rest_(line) {
    entry_.where = file.span_of(line);
  }

  std::optional<SuppressionEntry> read() {
    entry_.id = token_of(file_, take_word(rest_));
    bool anywhere = false;
    while (wrong_.empty()) {
      rest_ = trim(rest_);
      if (rest_.empty() || rest_.front() == '#') break;
      if (rest_.starts_with("reason=")) {
        read_reason();
      } else {
        const std::string_view word = take_word(rest_);
        if (word == "anywhere")
          anywhere = true;
        else
          read_key(word);
      }
    }
    if (wrong_.empty() && entry_.reason.empty()) wrong_ = "has no reason=\"...\"";
    const bool placed = !entry_.server.empty() || !entry_.path.empty() || !entry_.nodes.empty();
    if (wrong_.empty() && !placed && !anywhere) {
      wrong_ = "names no server=, path= or nodes=; write 'anywhere' if it shall hold everywhere";
    }
    if (!wrong_.empty()) return std::nullopt;
    return std::move(entry_);
  }

  [[nodiscard]] const std::string& wrong() const { return wrong_; }

 private:
  void read_key(std::string_view word) {
    const std::size_t equals = word.find('=');
    const std::string_view key = word.substr(0, equals);
    Token* const field = key == "server"  ? &entry_.server
                         : key == "path"  ? &entry_.path
                         : key == "nodes" ? &entry_.nodes
                         : key == "until" ? &entry_.until
                                          : nullptr;
    if (field == nullptr || equals == std::string_view::npos || equals + 1 == word.size()) {
      wrong_ = "has '" + printable(word) +
               "'; expected server=, path=, nodes=, until=, anywhere or reason=\"...\"";
      return;
    }
    *field = token_of(file_, word.substr(equals + 1));
    if (key == "until" && !is_date(field->text)) {
      wrong_ = "has until=" + printable(field->text) + "; expected a date such as 2027-03-31";
    }
  }

  void read_reason() {
    rest_.remove_prefix(std::string_view("reason=").size());
    if (rest_.empty() || rest_.front() != '"') {
      wrong_ = "has a reason without double quotes";
      return;
    }
    const std::size_t end = rest_.find('"', 1);
    if (end == std::string_view::npos) {
      wrong_ = "has a reason whose closing quote is missing";
      return;
    }
    entry_.reason = trim(rest_.substr(1, end - 1));
    rest_.remove_prefix(end + 1);
  }

  const SourceFile& file_;
  std::string_view rest_;
  SuppressionEntry entry_;
  std::string wrong_;
};

}  // namespace

std::vector<SuppressionEntry> parse_suppressions(const SourceFile& file, Problems& problems) {
  std::vector<SuppressionEntry> entries;
  LineReader lines(file);
  while (lines.next()) {
    const std::string_view line = trim(lines.text());
    if (line.empty() || line.front() == '#') continue;
    EntryReader reader(file, line);
    if (auto entry = reader.read()) {
      entries.push_back(std::move(*entry));
    } else {
      problems.push_back({ProblemKind::kSyntax,
                          file.span_of(line),
                          "the suppression " + reader.wrong(),
                          "NR210 server=hanfs path=/litetree/* until=2027-03-31 reason=\"why\"",
                          {}});
    }
  }
  return entries;
}

}  // namespace nfsready
