// Operators of Perl expressions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace nfsready {

enum class PerlOperator : std::uint8_t {
  kEnd,  // of the text
  kClose,
  kComma,
  kQuestion,
  kColon,
  kOr,
  kAnd,
  kEqual,
  kUnequal,
  kCompare,
  kTextEqual,
  kTextUnequal,
  kTextCompare,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kTextLess,
  kTextLessEqual,
  kTextGreater,
  kTextGreaterEqual,
  kAdd,
  kSubtract,
  kConcatenate,
  kMultiply,
  kDivide,
  kRemainder,
  kPower,
  kOther,  // one of Perl's that is not known here
  kNone,   // a syntax error: another term, or a word that is no operator
};

struct FoundOperator {
  PerlOperator meaning = PerlOperator::kEnd;
  std::size_t length = 0;
};

// The operator at the start of `text`, where Perl expects one.
[[nodiscard]] FoundOperator operator_at(std::string_view text);

// Whether an operator compares its operands as text.
[[nodiscard]] bool compares_text(PerlOperator which);

// The word (letters, digits, underscores) at the start of `text`.
[[nodiscard]] std::string_view word_at(std::string_view text);
[[nodiscard]] bool is_word_start(char c);

}  // namespace nfsready
