#include "model/perl_literal.h"

#include <string>

#include "base/text.h"
#include "model/perl_operator.h"

namespace nfsready {

namespace {

using enum PerlLiteral::Outcome;

PerlLiteral syntax_error() { return {kSyntaxError, {}, 0}; }
PerlLiteral unknown() { return {kUnknown, {}, 0}; }

int digit_value(char c) {
  if (is_digit(c)) return c - '0';
  const char lower = to_lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : 16;
}

bool is_exponent(std::string_view text) {
  if (text.empty() || to_lower(text.front()) != 'e') return false;
  text.remove_prefix(1);
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && is_digit(text.front());
}

// 0x1f, 0b11, 017. Perl refuses a digit that the base does not have, and reads a fraction of such a
// number in ways that differ between releases.
PerlLiteral read_in_base(std::string_view text, int base, std::size_t at) {
  constexpr std::int64_t kLargest = INT64_MAX / 16 - 1;
  std::int64_t value = 0;
  const std::size_t first = at;
  for (; at < text.size() && (digit_value(text[at]) < base || text[at] == '_'); ++at) {
    if (text[at] == '_') continue;
    value = value * base + digit_value(text[at]);
    if (value > kLargest) return unknown();
  }
  if (at == first) return unknown();
  if (base == 8 && at < text.size() && is_digit(text[at])) return syntax_error();
  if (at < text.size() && (text[at] == '.' || digit_value(text[at]) < 16)) return unknown();
  return {kValue, PerlValue(value), at};
}

PerlLiteral read_decimal(std::string_view text) {
  constexpr std::size_t kMostDigits = 18;
  std::int64_t value = 0;
  std::size_t at = 0;
  for (; at < text.size() && (is_digit(text[at]) || text[at] == '_'); ++at) {
    if (at < kMostDigits && text[at] != '_') value = value * 10 + (text[at] - '0');
  }
  if (text.substr(at).starts_with("..")) return unknown();
  if (text.substr(at).starts_with('.')) ++at;
  const std::string_view rest = text.substr(at);
  const bool fraction = !rest.empty() && is_digit(rest.front());
  if (fraction || is_exponent(rest) || at > kMostDigits) return unknown();
  return {kValue, PerlValue(value), at};
}

}  // namespace

PerlLiteral read_number(std::string_view text) {
  const char second = text.size() > 1 ? to_lower(text[1]) : '\0';
  if (text.front() != '0' || second == '.' || second == 'e') return read_decimal(text);
  if (second == 'x') return read_in_base(text, 16, 2);
  if (second == 'b') return read_in_base(text, 2, 2);
  if (second == 'o') return unknown();
  return read_in_base(text, 8, 0);
}

PerlLiteral read_capture(std::string_view text, const std::vector<std::string_view>& captures) {
  constexpr std::size_t kMostDigits = 4;
  std::size_t end = 1;
  while (end < text.size() && is_digit(text[end])) ++end;
  const std::string_view digits = text.substr(1, end - 1);
  if (digits.empty() || digits.front() == '0' || digits.size() > kMostDigits) return unknown();
  if (end < text.size() && (text[end] == '[' || text[end] == '{')) return unknown();
  const std::size_t index = *parse_decimal(digits) - 1;
  const std::string_view group = index < captures.size() ? captures[index] : std::string_view{};
  return {kValue, PerlValue(std::string(group)), end};
}

namespace {

PerlLiteral read_plain_string(std::string_view text) {
  std::string value;
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (text[at] == '\'') return {kValue, PerlValue(std::move(value)), at + 1};
    const bool escape =
        text[at] == '\\' && at + 1 < text.size() && (text[at + 1] == '\\' || text[at + 1] == '\'');
    if (escape) ++at;
    value += text[at];
  }
  return syntax_error();
}

// A backslash before what is no letter and no digit stands for that character.
bool is_plain_escape(char c) { return !is_word_start(c) && !is_digit(c); }

}  // namespace

PerlLiteral read_string(std::string_view text, const std::vector<std::string_view>& captures) {
  if (text.front() == '\'') return read_plain_string(text);
  std::string value;
  for (std::size_t at = 1; at < text.size();) {
    const char c = text[at];
    if (c == '"') return {kValue, PerlValue(std::move(value)), at + 1};
    if (c == '@') return unknown();
    if (c == '$') {
      const PerlLiteral capture = read_capture(text.substr(at), captures);
      const std::string_view after = text.substr(at + capture.length);
      if (capture.outcome != kValue || after.starts_with("->")) return unknown();
      value += capture.value.text();
      at += capture.length;
      continue;
    }
    if (c == '\\') {
      if (++at == text.size() || !is_plain_escape(text[at])) return unknown();
    }
    value += text[at++];
  }
  return syntax_error();
}

}  // namespace nfsready
