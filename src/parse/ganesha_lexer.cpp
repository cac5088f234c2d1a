#include "parse/ganesha_lexer.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace nfsready {

namespace {

bool is_blank_of_ganesha(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\n';
}

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

bool starts_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

bool continues_name(char c) { return starts_name(c) || is_digit(c) || c == '-'; }

bool is_path_char(char c) { return continues_name(c) || c == '.' || c == '/'; }

std::optional<GaneshaSymbol> symbol_of(char c) {
  switch (c) {
    case '=':
      return GaneshaSymbol::kEquals;
    case '{':
      return GaneshaSymbol::kOpen;
    case '}':
      return GaneshaSymbol::kClose;
    case ',':
      return GaneshaSymbol::kComma;
    case ';':
      return GaneshaSymbol::kSemicolon;
    default:
      return std::nullopt;
  }
}

struct Directive {
  std::string_view word;
  std::string_view more_path_chars;  // beyond letters, digits and . - _ /
};

constexpr std::array<Directive, 3> kDirectives = {
    {{"%include", ""}, {"%dir", "*"}, {"%url", ":&="}}};

// The scanner takes neither "a//b" nor, for a file, "a/".
bool has_empty_component(std::string_view path, std::string_view directive) {
  if (directive == "%url") return false;
  return path.find("//") != std::string_view::npos ||
         (directive == "%include" && path.ends_with('/'));
}

// What a double-quoted text stands for: \n, \t and \r are control characters, any other backslash
// only goes away.
std::string unescape(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '\\' && i + 1 < text.size()) {
      c = text[++i];
      c = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
    }
    decoded += c;
  }
  return decoded;
}

Token text_of(const SourceFile& file, std::size_t at, const GaneshaTermScanner::Match& match) {
  const Token whole = file.token(at, match.length);
  const bool quoted =
      match.kind == GaneshaTermKind::kDoubleQuoted || match.kind == GaneshaTermKind::kSingleQuoted;
  if (!quoted) return whole;
  const std::string_view inner = whole.text.substr(1, whole.text.size() - 2);
  const bool escaped =
      match.kind == GaneshaTermKind::kDoubleQuoted && inner.find('\\') != std::string_view::npos;
  return Token{escaped ? file.keep(unescape(inner)) : inner, whole.span};
}

}  // namespace

GaneshaLexer::GaneshaLexer(const SourceFile& main, const FindIncluded& find_included,
                           GaneshaReading reading, std::vector<SourceId>& files, Problems& problems)
    : main_(main.id()),
      find_included_(find_included),
      reading_(reading),
      files_(files),
      problems_(problems) {
  included_files_.insert(main.id());
  open(main);
}

void GaneshaLexer::open(const SourceFile& file) {
  inputs_.push_back({&file, 0, GaneshaTermScanner(file.text())});
}

GaneshaLexeme GaneshaLexer::next() {
  while (!inputs_.empty()) {
    Input& input = inputs_.back();
    if (skip_blanks(input)) {
      end_.token = input.file->token(input.file->text().size(), 0);
      inputs_.pop_back();
      continue;
    }
    if (auto lexeme = punctuation(input)) return *lexeme;
    if (directive(input)) continue;
    auto lexeme = state_ == State::kValue ? term(input) : name(input);
    if (!lexeme) lexeme = stray(input);
    if (lexeme) return *lexeme;
  }
  return end_;
}

// Blanks and comments. True at the end of the file.
bool GaneshaLexer::skip_blanks(Input& input) const {
  const std::string_view text = input.file->text();
  while (input.at < text.size()) {
    if (is_blank_of_ganesha(text[input.at])) {
      ++input.at;
    } else if (!skip_comment(input)) {
      return false;
    }
  }
  return true;
}

// A comment needs its line end: without one, the `#` is no comment.
bool GaneshaLexer::skip_comment(Input& input) const {
  const std::string_view rest = input.file->text().substr(input.at);
  const bool comment = rest.starts_with('#') || (is_lenient() && rest.starts_with("//"));
  if (!comment) return false;
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos && !is_lenient()) return false;
  input.at += std::min(end, rest.size());
  return true;
}

std::optional<GaneshaLexeme> GaneshaLexer::punctuation(Input& input) {
  const auto symbol = symbol_of(input.file->text()[input.at]);
  if (!symbol) return std::nullopt;
  switch (*symbol) {
    case GaneshaSymbol::kEquals:
      state_ = State::kValue;
      break;
    case GaneshaSymbol::kOpen:
      ++depth_;
      state_ = State::kNames;
      break;
    case GaneshaSymbol::kClose:
      --depth_;
      if (depth_ <= 0) {
        state_ = State::kTopLevel;
      } else if (is_lenient()) {
        state_ = State::kNames;
      }
      break;
    case GaneshaSymbol::kSemicolon:
      state_ = State::kNames;
      break;
    default:
      break;
  }
  return GaneshaLexeme{*symbol, input.file->token(input.at++, 1), {}};
}

std::optional<GaneshaLexeme> GaneshaLexer::name(Input& input) {
  const std::string_view rest = input.file->text().substr(input.at);
  if (!starts_name(rest.front())) return std::nullopt;
  std::size_t length = 1;
  while (length < rest.size() && continues_name(rest[length])) ++length;
  state_ = State::kNames;
  const Token token = input.file->token(input.at, length);
  input.at += length;
  return GaneshaLexeme{GaneshaSymbol::kName, token, {}};
}

std::optional<GaneshaLexeme> GaneshaLexer::term(Input& input) {
  const GaneshaTermScanner::Match match = input.terms.match(input.at);
  if (match.length == 0) return std::nullopt;
  const Token token = text_of(*input.file, input.at, match);
  input.at += match.length;
  return GaneshaLexeme{GaneshaSymbol::kTerm, token, match.kind};
}

namespace {

Problem stray_problem(const SourceFile& file, std::size_t at, bool top_level) {
  const std::string_view rest = file.text().substr(at);
  Problem problem{ProblemKind::kSyntax, file.span(at, 1), {}, {}, {}};
  const auto say = [&](std::string_view what, std::string_view hint) {
    problem.message = std::string(what) + ": NFS-Ganesha does not start";
    problem.hint = hint;
    return problem;
  };
  if (rest.starts_with('#')) {
    return say("a comment on the last line without a line end", "end the file with a line end");
  }
  if (rest.starts_with("\xEF\xBB\xBF")) {
    return say("a byte order mark", "save the file without a byte order mark");
  }
  if (rest.starts_with("//")) return say("'//' starts no comment", "write '#'");
  if (rest.starts_with('"') || rest.starts_with('\'')) {
    return say("a quote that is out of place or never closed", "");
  }
  if (rest.starts_with('%') && !top_level) {
    return say("'%' out of place; files are included between blocks only",
               "move the line after a '}'");
  }
  if (rest.starts_with('%')) {
    return say(
        "this is no %include, %dir or %url (lower case) with a path of letters, digits, '.', "
        "'-', '_' and '/'",
        "");
  }
  return say("unexpected " + quoted(rest.substr(0, 1)), "");
}

}  // namespace

// What fits nowhere. The server gives up; a lenient reader skips to the next blank or punctuation,
// or over bytes that are not ASCII, such as a byte order mark.
std::optional<GaneshaLexeme> GaneshaLexer::stray(Input& input) {
  if (!is_lenient()) {
    fail(stray_problem(*input.file, input.at, state_ == State::kTopLevel));
    return end_;
  }
  skipped_ = true;
  const std::string_view text = input.file->text();
  const bool ascii = is_ascii(text[input.at]);
  do {
    ++input.at;
  } while (input.at < text.size() && !is_blank_of_ganesha(text[input.at]) &&
           !symbol_of(text[input.at]) && is_ascii(text[input.at]) == ascii);
  return std::nullopt;
}

// Takes a %include, %dir or %url with its path. False when there is none here.
bool GaneshaLexer::directive(Input& input) {
  if (state_ != State::kTopLevel && !(is_lenient() && depth_ <= 0)) return false;
  const std::string_view text = input.file->text();
  const auto* const found =
      std::find_if(kDirectives.begin(), kDirectives.end(), [&](const Directive& candidate) {
        return text.substr(input.at).starts_with(candidate.word);
      });
  if (found == kDirectives.end()) return false;
  std::size_t at = input.at + found->word.size();
  while (at < text.size() && is_blank_of_ganesha(text[at])) ++at;
  const bool quoted = at < text.size() && text[at] == '"';
  const std::size_t start = quoted ? at + 1 : at;
  std::size_t end = start;
  while (end < text.size() && (is_path_char(text[end]) ||
                               found->more_path_chars.find(text[end]) != std::string_view::npos)) {
    ++end;
  }
  const Token path = input.file->token(start, end - start);
  const bool closed = !quoted || (end < text.size() && text[end] == '"');
  if (path.empty() || !closed || has_empty_component(path.text, found->word)) return false;
  input.at = quoted ? end + 1 : end;
  state_ = State::kTopLevel;
  if (found->word == "%url") {
    missing(path, found->word);
  } else {
    include(path, found->word == "%dir");
  }
  return true;
}

void GaneshaLexer::include(const Token& path, bool directory) {
  const std::vector<const SourceFile*> found =
      find_included_ ? find_included_(path.text) : std::vector<const SourceFile*>{};
  if (found.empty()) missing(path, directory ? "%dir" : "%include");
  // The server takes the files of a directory as it finds them, in no order to rely on.
  for (auto file = found.rbegin(); file != found.rend(); ++file) {
    std::string key(path.text);
    if (directory) key += '/' + std::to_string((*file)->id());
    include_file(path, key, **file);
  }
}

void GaneshaLexer::include_file(const Token& path, const std::string& key, const SourceFile& file) {
  if (!included_paths_.insert(key).second || file.id() == main_) {
    fail({ProblemKind::kDuplicate,
          path.span,
          quoted(path.text) + " is included a second time: NFS-Ganesha does not start",
          "include each file once",
          {}});
    return;
  }
  if (!included_files_.insert(file.id()).second) {
    report({ProblemKind::kDuplicate,
            path.span,
            quoted(path.text) +
                " is a file that was read already; its EXPORT blocks are dropped as duplicates",
            "include each file once",
            {}});
    return;
  }
  if (std::find(files_.begin(), files_.end(), file.id()) == files_.end()) {
    files_.push_back(file.id());
  }
  open(file);
}

void GaneshaLexer::missing(const Token& path, std::string_view directive) {
  const std::string name = quoted(path.text);
  if (directive == "%include") {
    fail({ProblemKind::kSyntax,
          path.span,
          "the included file " + name + " is not there: NFS-Ganesha does not start",
          "remove the %include, or restore the file",
          {}});
    return;
  }
  incomplete_ = true;
  report({ProblemKind::kIgnored,
          path.span,
          "nothing of " + name + " could be read; without that " +
              (directive == "%dir" ? "directory" : "object") + " NFS-Ganesha does not start",
          {},
          {}});
}

void GaneshaLexer::fail(Problem problem) {
  if (is_lenient()) return;
  end_.token.span = problem.where;
  if (!fatal_) fatal_ = static_cast<std::uint32_t>(problems_.size());
  problems_.push_back(std::move(problem));
  inputs_.clear();
}

void GaneshaLexer::report(Problem problem) {
  if (!is_lenient()) problems_.push_back(std::move(problem));
}

}  // namespace nfsready
