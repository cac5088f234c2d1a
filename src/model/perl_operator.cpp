#include "model/perl_operator.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "model/perl_words.h"

namespace nfsready {

namespace {

struct OperatorText {
  std::string_view text;
  PerlOperator meaning;
};

using enum PerlOperator;

// Longer ones before their prefixes.
constexpr std::array kOperators = std::to_array<OperatorText>({
    {"<=>", kCompare},     {"**=", kOther},   {"||=", kOther},     {"&&=", kOther},
    {"**", kPower},        {"==", kEqual},    {"!=", kUnequal},    {"<=", kLessEqual},
    {">=", kGreaterEqual}, {"||", kOr},       {"&&", kAnd},        {"//", kOther},
    {"..", kOther},        {"++", kOther},    {"--", kOther},      {"<<", kOther},
    {">>", kOther},        {"->", kOther},    {"+=", kOther},      {"-=", kOther},
    {"*=", kOther},        {"/=", kOther},    {"%=", kOther},      {".=", kOther},
    {"+", kAdd},           {"-", kSubtract},  {".", kConcatenate}, {"*", kMultiply},
    {"/", kDivide},        {"%", kRemainder}, {"<", kLess},        {">", kGreater},
    {"?", kQuestion},      {":", kColon},     {")", kClose},       {",", kComma},
    {"(", kNone},          {"$", kNone},      {"'", kNone},        {"\"", kNone},
});

constexpr std::array kWordOperators = std::to_array<OperatorText>({
    {"eq", kTextEqual},
    {"ne", kTextUnequal},
    {"cmp", kTextCompare},
    {"lt", kTextLess},
    {"le", kTextLessEqual},
    {"gt", kTextGreater},
    {"ge", kTextGreaterEqual},
});

// x repeats its left operand, and may have its count glued to it: x3.
bool is_repetition(std::string_view word) {
  return word.front() == 'x' && std::all_of(word.begin() + 1, word.end(), is_digit);
}

PerlOperator word_operator(std::string_view word) {
  for (const OperatorText& known : kWordOperators) {
    if (known.text == word) return known.meaning;
  }
  return is_repetition(word) || is_perl_word(word) ? kOther : kNone;
}

}  // namespace

FoundOperator operator_at(std::string_view text) {
  if (text.empty()) return {};
  if (is_digit(text.front())) return {kNone, 0};
  if (is_word_start(text.front())) {
    const std::string_view word = word_at(text);
    return {word_operator(word), word.size()};
  }
  for (const OperatorText& known : kOperators) {
    if (text.starts_with(known.text)) return {known.meaning, known.text.size()};
  }
  return {kOther, 0};
}

bool compares_text(PerlOperator which) {
  return std::any_of(kWordOperators.begin(), kWordOperators.end(),
                     [&](const OperatorText& known) { return known.meaning == which; });
}

std::string_view word_at(std::string_view text) {
  const auto end = std::find_if_not(text.begin(), text.end(),
                                    [](char c) { return is_word_start(c) || is_digit(c); });
  return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

bool is_word_start(char c) {
  const char lower = to_lower(c);
  return (lower >= 'a' && lower <= 'z') || c == '_';
}

}  // namespace nfsready
