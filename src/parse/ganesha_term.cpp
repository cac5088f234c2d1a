#include "parse/ganesha_term.h"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "base/address.h"
#include "base/text.h"

namespace nfsready {

namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

bool is_word_char(char c) { return is_letter(c) || is_digit(c) || c == '.' || c == '-'; }

bool is_octal_digit(char c) { return c >= '0' && c <= '7'; }

bool is_hex_digit(char c) {
  const char lower = to_lower(c);
  return is_digit(c) || (lower >= 'a' && lower <= 'f');
}

template <typename Accept>
std::size_t span_while(std::string_view text, std::size_t at, const Accept& accept) {
  std::size_t end = at;
  while (end < text.size() && accept(text[end])) ++end;
  return end - at;
}

char char_at(std::string_view text, std::size_t at) { return at < text.size() ? text[at] : '\0'; }

// Quotes may span lines. In double quotes a backslash protects the next character; when the last
// quote of the text is a protected one, it ends the string after all.
std::size_t double_quoted_length(std::string_view text) {
  std::size_t protected_quote = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') return i + 1;
    if (text[i] == '\\' && char_at(text, i + 1) != '\n') {
      ++i;
      if (char_at(text, i) == '"') protected_quote = i + 1;
    }
  }
  return protected_quote;
}

std::size_t single_quoted_length(std::string_view text) {
  const std::size_t end = text.find('\'', 1);
  return end == std::string_view::npos ? 0 : end + 1;
}

std::size_t any_word_length(std::string_view text, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    if (equals_ignoring_case(text.substr(0, word.size()), word)) return word.size();
  }
  return 0;
}

std::size_t octal_length(std::string_view text) {
  if (char_at(text, 0) != '0') return 0;
  const std::size_t digits = span_while(text, 1, is_octal_digit);
  return digits == 0 ? 0 : digits + 1;
}

std::size_t hexadecimal_length(std::string_view text) {
  if (char_at(text, 0) != '0' || to_lower(char_at(text, 1)) != 'x') return 0;
  const std::size_t digits = span_while(text, 2, is_hex_digit);
  return digits == 0 ? 0 : digits + 2;
}

std::size_t decimal_length(std::string_view text) {
  if (char_at(text, 0) == '0') return 1;
  return span_while(text, 0, is_digit);
}

std::size_t number_length(std::string_view text) {
  return std::max({octal_length(text), hexadecimal_length(text), decimal_length(text)});
}

std::size_t fsid_length(std::string_view text) {
  const std::size_t major = number_length(text);
  if (major == 0 || char_at(text, major) != '.') return 0;
  const std::size_t minor = number_length(text.substr(major + 1));
  return minor == 0 ? 0 : major + 1 + minor;
}

std::size_t ipv4_length(std::string_view text) {
  constexpr std::size_t kOctetDigits = 3;
  std::size_t at = 0;
  for (int octet = 0; octet < 4; ++octet) {
    if (octet > 0 && char_at(text, at++) != '.') return 0;
    const std::size_t digits = std::min(span_while(text, at, is_digit), kOctetDigits);
    if (digits == 0) return 0;
    at += digits;
  }
  return at;
}

// How far an IPv6 address may reach at most: to its eighth group, or before a second "::".
std::size_t ipv6_reach(std::string_view text) {
  constexpr std::size_t kLongest = 45;
  std::size_t colons = 0;
  std::size_t doubled = 0;
  for (std::size_t i = 0; i < std::min(text.size(), kLongest); ++i) {
    if (text[i] != ':') {
      if (!is_hex_digit(text[i]) && text[i] != '.') return i;
      continue;
    }
    if (i > 0 && text[i - 1] == ':') ++doubled;
    if (++colons > 8 || doubled > 1) return i;
  }
  return std::min(text.size(), kLongest);
}

std::size_t ipv6_length(std::string_view text) {
  for (std::size_t length = ipv6_reach(text); length > 1; --length) {
    const std::string_view part = text.substr(0, length);
    if (part.find(':') == std::string_view::npos) return 0;
    if (Address::parse(part)) return length;
  }
  return 0;
}

// "/1" to "/99"; a third digit is left over, and is a syntax error then.
std::size_t prefix_length(std::string_view text) {
  if (char_at(text, 0) != '/' || !is_digit(char_at(text, 1)) || text[1] == '0') return 0;
  return is_digit(char_at(text, 2)) ? 3 : 2;
}

std::size_t netgroup_length(std::string_view text) {
  if (char_at(text, 0) != '@' || !is_letter(char_at(text, 1))) return 0;
  return 1 + span_while(text, 1, is_word_char);
}

std::size_t word_length(std::string_view text) {
  if (!is_letter(char_at(text, 0)) && char_at(text, 0) != '?') return 0;
  return 1 + span_while(text, 1, is_word_char);
}

// The end of one * ? or [...] at `at`; `at` itself when there is none.
std::size_t after_wildcard(std::string_view text, std::size_t at) {
  const char c = char_at(text, at);
  if (c == '*' || c == '?') return at + 1;
  if (c != '[') return at;
  std::size_t end = at + (char_at(text, at + 1) == '!' ? 2 : 1);
  const std::size_t members = span_while(text, end, is_word_char);
  end += members;
  return members > 0 && char_at(text, end) == ']' ? end + 1 : at;
}

// The end of the longest wildcard text from `at`, which is not inside a run; `at` without any.
std::size_t wildcards_end(std::string_view text, std::size_t at) {
  std::size_t end = at;
  for (std::size_t next = after_wildcard(text, at); next != at; next = after_wildcard(text, at)) {
    end = next + span_while(text, next, is_word_char);
    at = end;
  }
  return end;
}

// The end of "/word/word" from `at`; `at` without any.
std::size_t path_words_end(std::string_view text, std::size_t at) {
  while (char_at(text, at) == '/') {
    const std::size_t length = span_while(text, at + 1, is_word_char);
    if (length == 0) break;
    at += 1 + length;
  }
  return at;
}

std::size_t with_trailing_slash(std::string_view text, std::size_t end) {
  return char_at(text, end) == '/' ? end + 1 : end;
}

class Longest {
 public:
  void consider(GaneshaTermKind kind, std::size_t length) {
    if (length > best_.length) best_ = {length, kind};
  }
  [[nodiscard]] const GaneshaTermScanner::Match& best() const { return best_; }

 private:
  GaneshaTermScanner::Match best_;
};

void consider_numbers(std::string_view rest, Longest& longest) {
  longest.consider(GaneshaTermKind::kWord, any_word_length(rest, {"9p"}));
  longest.consider(GaneshaTermKind::kFsid, fsid_length(rest));
  longest.consider(GaneshaTermKind::kOctal, octal_length(rest));
  longest.consider(GaneshaTermKind::kHexadecimal, hexadecimal_length(rest));
  longest.consider(GaneshaTermKind::kDecimal, decimal_length(rest));
}

void consider_address(std::string_view rest, std::size_t length, Longest& longest) {
  if (length == 0) return;
  longest.consider(GaneshaTermKind::kAddress, length);
  const std::size_t prefix = prefix_length(rest.substr(length));
  if (prefix != 0) longest.consider(GaneshaTermKind::kNetwork, length + prefix);
}

}  // namespace

const GaneshaTermScanner::Run& GaneshaTermScanner::run_at(std::size_t at) {
  if (at >= run_.begin && at < run_.end) return run_;
  run_.begin = at;
  run_.end = at + span_while(text_, at, is_word_char);
  const std::size_t path = path_words_end(text_, run_.end);
  run_.path_end = path == run_.end ? 0 : with_trailing_slash(text_, path);
  const std::size_t wildcard = wildcards_end(text_, run_.end);
  run_.wildcard_end = wildcard == run_.end ? 0 : wildcard;
  return run_;
}

std::size_t GaneshaTermScanner::path_length(std::size_t at) {
  if (char_at(text_, at) == '/') {
    const std::size_t end = path_words_end(text_, at);
    return end == at ? 1 : with_trailing_slash(text_, end) - at;
  }
  if (!is_word_char(char_at(text_, at))) return 0;
  const std::size_t end = run_at(at).path_end;
  return end == 0 ? 0 : end - at;
}

std::size_t GaneshaTermScanner::wildcard_length(std::size_t at) {
  if (!is_word_char(char_at(text_, at))) return wildcards_end(text_, at) - at;
  const std::size_t end = run_at(at).wildcard_end;
  return end == 0 ? 0 : end - at;
}

GaneshaTermScanner::Match GaneshaTermScanner::match(std::size_t at) {
  const std::string_view rest = text_.substr(at);
  if (rest.empty()) return {};
  if (rest[0] == '"') return {double_quoted_length(rest), GaneshaTermKind::kDoubleQuoted};
  if (rest[0] == '\'') return {single_quoted_length(rest), GaneshaTermKind::kSingleQuoted};
  Longest longest;
  longest.consider(GaneshaTermKind::kTrue, any_word_length(rest, {"yes", "true", "on"}));
  longest.consider(GaneshaTermKind::kFalse, any_word_length(rest, {"no", "false", "off"}));
  longest.consider(GaneshaTermKind::kSign, rest[0] == '-' || rest[0] == '~' ? 1 : 0);
  consider_numbers(rest, longest);
  longest.consider(GaneshaTermKind::kEveryone,
                   rest[0] == '*' ? 1 : any_word_length(rest, {"0.0.0.0"}));
  consider_address(rest, ipv4_length(rest), longest);
  consider_address(rest, ipv6_length(rest), longest);
  longest.consider(GaneshaTermKind::kNetgroup, netgroup_length(rest));
  longest.consider(GaneshaTermKind::kPath, path_length(at));
  longest.consider(GaneshaTermKind::kWord, word_length(rest));
  longest.consider(GaneshaTermKind::kWildcard, wildcard_length(at));
  return longest.best();
}

}  // namespace nfsready
