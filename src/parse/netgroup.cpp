#include "parse/netgroup.h"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>

#include "base/text.h"
#include "parse/lines.h"

namespace nfsready {

namespace {

// Walks one file. A position stands at the end of a line when it is at a '\n' that no backslash
// precedes; a backslash and its line end together count as a blank.
class NetgroupReader {
 public:
  NetgroupReader(const SourceFile& file, Problems& problems)
      : file_(file), problems_(problems), text_(file.text()) {}

  std::vector<Netgroup> read() {
    for (; at_ < text_.size(); ++at_) read_line();
    return std::move(groups_);
  }

 private:
  // The length of a backslash and the line end after it, 0 when there is none here.
  [[nodiscard]] std::size_t continuation() const {
    const std::string_view rest = text_.substr(at_);
    if (rest.starts_with("\\\n")) return 2;
    return rest.starts_with("\\\r\n") ? 3 : 0;
  }

  [[nodiscard]] bool at_line_end() const { return at_ >= text_.size() || text_[at_] == '\n'; }

  void advance() { at_ += std::max<std::size_t>(continuation(), 1); }

  void skip_blanks() {
    while (!at_line_end() && (is_space(text_[at_]) || continuation() != 0)) advance();
  }

  void skip_line() {
    while (!at_line_end()) advance();
  }

  Token take_word() {
    const std::size_t start = at_;
    while (!at_line_end() && !is_space(text_[at_]) && continuation() == 0) ++at_;
    return file_.token(start, at_ - start);
  }

  void read_line() {
    const std::size_t start = at_;
    skip_blanks();
    if (at_line_end()) return;
    if (at_ != start || text_[at_] == '(' || text_[at_] == '#') {
      if (text_[at_] != '#') report_headless_line();
      skip_line();
      return;
    }
    Netgroup group;
    group.name = take_word();
    for (skip_blanks(); !at_line_end(); skip_blanks()) read_member(group);
    add(std::move(group));
  }

  void report_headless_line() {
    const Token word = take_word();
    problems_.push_back({ProblemKind::kIgnored,
                         word.span,
                         "a netgroup's name must be at the start of its line: the line is ignored",
                         "end the line before with a backslash, or write a name first",
                         {}});
  }

  // The first line of a name is the one that lookups find.
  void add(Netgroup group) {
    if (!known_.insert(group.name.text).second) {
      problems_.push_back({ProblemKind::kDuplicate,
                           group.name.span,
                           "netgroup " + quoted(group.name.text) +
                               " is defined before: lookups find only the first line",
                           "put all its members on one line",
                           {}});
    }
    groups_.push_back(std::move(group));
  }

  void read_member(Netgroup& group) {
    if (text_[at_] == '(') {
      read_triple(group);
      return;
    }
    const Token name = take_word();
    if (name.text.find('(') != std::string_view::npos) {
      report(name.span, quoted(name.text) + " is read as the name of a netgroup",
             "put a blank before the parenthesis");
    } else if (name.text.front() == '#') {
      report(name.span, "'#' starts no comment here: what follows are members",
             "put comments on lines of their own");
    }
    group.members.push_back({true, name, {}});
  }

  // Moves behind the next `delimiter` of this line; false when there is none.
  bool pass(char delimiter) {
    while (!at_line_end() && text_[at_] != delimiter) advance();
    if (at_line_end()) return false;
    ++at_;
    return true;
  }

  // Each field of a triple runs to its own delimiter, whatever stands between (nss_files).
  void read_triple(Netgroup& group) {
    const std::size_t start = at_++;
    const bool complete = pass(',') && pass(',') && pass(')');
    const Token triple = file_.token(start, at_ - start);
    const std::string shown = quoted(trim(triple.text));
    if (!complete) {
      report(triple.span, shown + " is no triple: the rest of the line is not read",
             "write (host,user,domain); user and domain may be empty");
      problems_.back().lost = triple.span;
      return;
    }
    const std::string_view inner = triple.text.substr(1, triple.text.size() - 2);
    if (inner.find_first_of("()") != std::string_view::npos) {
      report(triple.span, shown + " is read as one triple", "close each triple before the next");
    }
    group.members.push_back({false, triple, host_of(inner)});
  }

  [[nodiscard]] Token host_of(std::string_view inner) const {
    return token_of(file_, trim(inner.substr(0, inner.find(','))));
  }

  void report(Span where, std::string message, std::string hint) {
    problems_.push_back({ProblemKind::kSyntax, where, std::move(message), std::move(hint), {}});
  }

  const SourceFile& file_;
  Problems& problems_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Netgroup> groups_;
  std::unordered_set<std::string_view> known_;
};

}  // namespace

std::vector<Netgroup> parse_netgroup(const SourceFile& file, Problems& problems) {
  return NetgroupReader(file, problems).read();
}

}  // namespace nfsready
