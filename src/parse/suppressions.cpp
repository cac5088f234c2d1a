#include "parse/suppressions.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "parse/lines.h"

namespace nfsready {

namespace {

bool is_date(std::string_view text) {
  constexpr std::array<std::uint64_t, 12> kDays = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto year = parse_decimal(text.substr(0, 4));
  const auto month = parse_decimal(text.substr(5, 2));
  const auto day = parse_decimal(text.substr(8, 2));
  if (!year || !month || !day || *month < 1 || *month > 12 || *day < 1) return false;
  const bool leap = (*year % 4 == 0 && *year % 100 != 0) || *year % 400 == 0;
  return *day <= (*month == 2 && !leap ? 28 : kDays[*month - 1]);
}

constexpr std::array<std::string_view, 4> kKeys = {"server", "path", "nodes", "until"};

// Reads one line; the first thing wrong with it ends the reading.
class EntryReader {
 public:
  EntryReader(const SourceFile& file, std::string_view line)
      : file_(file), line_(line), rest_(line) {
    entry_.where = file.span_of(line);
  }

  std::optional<SuppressionEntry> read() {
    entry_.id = token_of(file_, take_word(rest_));
    if (entry_.id.text == "anywhere" || entry_.id.text.find('=') != std::string_view::npos) {
      fail(entry_.id.text, "begins with " + quoted(entry_.id.text) + ", not with a check",
           "begin with the id of the finding, as the report shows it");
    }
    while (!wrong_) {
      rest_ = trim(rest_);
      if (rest_.empty() || rest_.front() == '#') break;
      if (rest_.starts_with("reason="))
        read_reason();
      else
        read_word(take_word(rest_));
    }
    if (!wrong_) look_for_what_is_missing();
    if (wrong_) return std::nullopt;
    return std::move(entry_);
  }

  [[nodiscard]] Problem wrong() { return std::move(*wrong_); }

 private:
  void fail(std::string_view where, std::string message, std::string hint) {
    wrong_ = Problem{ProblemKind::kSyntax,
                     file_.span_of(where),
                     "the suppression " + std::move(message),
                     std::move(hint),
                     {}};
  }

  // The line without its comment.
  [[nodiscard]] std::string entry() const {
    const auto read = static_cast<std::size_t>(rest_.data() - line_.data());
    return printable(trim(line_.substr(0, read)));
  }

  void look_for_what_is_missing() {
    const bool placed = !entry_.server.empty() || !entry_.path.empty() || !entry_.nodes.empty();
    if (entry_.reason.empty()) {
      fail(line_, "has no reason",
           "write why it is accepted: " + without_reason() + " reason=\"...\"");
    } else if (!placed && !anywhere_) {
      fail(line_, "does not say where it holds",
           "add server=, path= or nodes=, or 'anywhere' for the whole site: " +
               printable(entry_.id.text) + " anywhere" +
               entry().substr(printable(entry_.id.text).size()));
    } else if (placed && anywhere_) {
      fail(line_, "holds 'anywhere' and in one place",
           "leave 'anywhere' out to narrow it down, or server=, path= and nodes= for the whole "
           "site");
    }
  }

  [[nodiscard]] std::string without_reason() const {
    const std::string text = entry();
    const std::size_t reason = text.find(" reason=");
    return text.substr(0, reason);
  }

  void read_word(std::string_view word) {
    if (word == "anywhere") {
      anywhere_ = true;
      return;
    }
    const std::size_t equals = word.find('=');
    const std::string_view key = word.substr(0, equals);
    const auto known = std::find(kKeys.begin(), kKeys.end(), key);
    if (equals == std::string_view::npos || known == kKeys.end()) {
      fail(word, "has " + quoted(word) + ", which it cannot have", hint_for(key));
    } else if (equals + 1 == word.size()) {
      fail(word, "has nothing after " + quoted(word), "write a value, or leave it out");
    } else {
      read_value(word, key, word.substr(equals + 1));
    }
  }

  // What was most likely meant by a word that is none of ours.
  [[nodiscard]] std::string hint_for(std::string_view key) const {
    const std::string_view before =
        line_.substr(0, static_cast<std::size_t>(key.data() - line_.data()));
    if (trim(before).ends_with(',')) return "write a noderange without blanks: nodes=a,b";
    std::vector<std::string_view> known(kKeys.begin(), kKeys.end());
    known.insert(known.end(), {"anywhere", "reason"});
    const std::string_view meant = nearest(key, known);
    if (!meant.empty()) {
      return "write " + std::string(meant) + (meant == "anywhere" ? "" : "=");
    }
    return "a suppression has server=, path=, nodes= or 'anywhere', until= and reason=\"...\"";
  }

  void read_value(std::string_view word, std::string_view key, std::string_view value) {
    Token& field = key == "server"  ? entry_.server
                   : key == "path"  ? entry_.path
                   : key == "nodes" ? entry_.nodes
                                    : entry_.until;
    if (!field.empty()) {
      fail(word, "has " + std::string(key) + "= twice", "write a line for each");
    } else if (key == "until" && !is_date(value)) {
      fail(word, "ends on " + quoted(value) + ", which is no date",
           "write its last day as until=YYYY-MM-DD");
    } else {
      field = token_of(file_, value);
    }
  }

  void read_reason() {
    const std::string_view from = rest_;
    rest_.remove_prefix(std::string_view("reason=").size());
    if (rest_.empty() || rest_.front() != '"') {
      const std::string_view text = trim(rest_.substr(0, rest_.find('#')));
      return fail(from, "has a reason without double quotes",
                  "write reason=\"" + (text.empty() ? "..." : printable(text)) + "\"");
    }
    const std::size_t end = rest_.find('"', 1);
    if (end == std::string_view::npos) {
      return fail(from, "has a reason whose closing quote is missing",
                  "write " + printable(from) + "\"");
    }
    if (!entry_.reason.empty()) return fail(from, "has reason= twice", "write one reason");
    entry_.reason = trim(rest_.substr(1, end - 1));
    rest_.remove_prefix(end + 1);
  }

  const SourceFile& file_;
  std::string_view line_;
  std::string_view rest_;
  SuppressionEntry entry_;
  bool anywhere_ = false;
  std::optional<Problem> wrong_;
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
      problems.push_back(reader.wrong());
    }
  }
  return entries;
}

}  // namespace nfsready
