#include "model/perl_expression.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/text.h"
#include "model/perl_function.h"
#include "model/perl_literal.h"
#include "model/perl_operator.h"
#include "model/perl_value.h"
#include "model/perl_words.h"

namespace nfsready {

namespace {

using enum PerlOperator;

// A precedence parser that evaluates while it reads. Every function below `ternary` reads one level
// of perlop(1); after each the operator that follows is known.
class Evaluator {
 public:
  Evaluator(std::string_view text, const std::vector<std::string_view>& captures)
      : text_(text), captures_(captures) {}

  PerlResult run() {
    const PerlValue value = ternary();
    if (running() && next_.meaning != kEnd) fail_at_operator();
    if (stop_ == Stop::kUndecidable) return {PerlResult::Outcome::kUndecidable, reason_};
    if (stop_ == Stop::kSyntax || died_) return {PerlResult::Outcome::kError, {}};
    return {PerlResult::Outcome::kValue, value.text()};
  }

 private:
  enum class Stop : std::uint8_t { kRunning, kSyntax, kUndecidable };

  [[nodiscard]] bool running() const { return stop_ == Stop::kRunning; }
  // Whether what is read now is also evaluated.
  [[nodiscard]] bool live() const { return running() && skipping_ == 0 && !died_; }

  PerlValue stop(Stop why, std::string reason) {
    if (running()) {
      stop_ = why;
      reason_ = std::move(reason);
    }
    next_ = {};
    return {};
  }

  PerlValue syntax_error() { return stop(Stop::kSyntax, {}); }
  PerlValue undecidable(std::string reason) { return stop(Stop::kUndecidable, std::move(reason)); }
  PerlValue unknown_here() {
    return undecidable("it is not known what Perl makes of " + quoted(text_.substr(at_)));
  }
  PerlValue not_a_number(const PerlValue& value) {
    return undecidable(quoted(value.text()) + " is used as a number");
  }

  // Perl stops here when it runs; the rest must still be correct.
  PerlValue die() {
    if (live()) died_ = true;
    return {};
  }

  // An operator that cannot be where it is.
  PerlValue fail_at_operator() {
    if (!running()) return {};
    const bool known =
        next_.meaning != kOther && next_.meaning != kComma && next_.meaning != kColon;
    return known ? syntax_error() : unknown_here();
  }

  [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }

  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }

  void look_at_operator() {
    skip_space();
    if (running()) next_ = operator_at(rest());
  }

  bool accept(PerlOperator wanted) {
    if (!running() || next_.meaning != wanted) return false;
    at_ += next_.length;
    return true;
  }

  template <std::size_t Count>
  std::optional<PerlOperator> accept_one(const std::array<PerlOperator, Count>& wanted) {
    const auto* const found = std::find(wanted.begin(), wanted.end(), next_.meaning);
    if (found == wanted.end() || !accept(*found)) return std::nullopt;
    return *found;
  }

  // Reads with `read`; evaluates only when `counts`.
  template <typename Read>
  PerlValue branch(bool counts, const Read& read) {
    if (!counts) ++skipping_;
    PerlValue value = read();
    if (!counts) --skipping_;
    return value;
  }

  PerlValue ternary() {
    if (++depth_ > kDeepest) return undecidable("the expression is nested too deeply");
    PerlValue value = disjunction();
    if (accept(kQuestion)) {
      const bool chosen = value.is_true();
      PerlValue first = branch(chosen, [&] { return ternary(); });
      if (!accept(kColon)) return fail_at_operator();
      PerlValue second = branch(!chosen, [&] { return ternary(); });
      value = chosen ? std::move(first) : std::move(second);
    }
    --depth_;
    return value;
  }

  PerlValue disjunction() {
    PerlValue left = conjunction();
    while (accept(kOr)) {
      PerlValue right = branch(!left.is_true(), [&] { return conjunction(); });
      if (!left.is_true()) left = std::move(right);
    }
    return left;
  }

  PerlValue conjunction() {
    PerlValue left = equality();
    while (accept(kAnd)) {
      PerlValue right = branch(left.is_true(), [&] { return equality(); });
      if (left.is_true()) left = std::move(right);
    }
    return left;
  }

  PerlValue equality() {
    static constexpr std::array kOperators = {kEqual,     kUnequal,     kCompare,
                                              kTextEqual, kTextUnequal, kTextCompare};
    PerlValue left = relation();
    const auto which = accept_one(kOperators);
    if (!which) return left;
    PerlValue value = compare(*which, left, relation());
    return accept_one(kOperators) ? undecidable("comparisons are chained") : value;
  }

  PerlValue relation() {
    static constexpr std::array kOperators = {kLess,         kLessEqual,       kGreater,
                                              kGreaterEqual, kTextLess,        kTextLessEqual,
                                              kTextGreater,  kTextGreaterEqual};
    PerlValue left = sum();
    const auto which = accept_one(kOperators);
    if (!which) return left;
    PerlValue value = compare(*which, left, sum());
    return accept_one(kOperators) ? undecidable("comparisons are chained") : value;
  }

  PerlValue sum() {
    static constexpr std::array kOperators = {kAdd, kSubtract, kConcatenate};
    PerlValue left = product();
    while (const auto which = accept_one(kOperators)) {
      const PerlValue right = product();
      left = *which == kConcatenate ? PerlValue(left.text() + right.text())
                                    : calculate(*which, left, right);
    }
    return left;
  }

  PerlValue product() {
    static constexpr std::array kOperators = {kMultiply, kDivide, kRemainder};
    PerlValue left = unary();
    while (const auto which = accept_one(kOperators)) left = calculate(*which, left, unary());
    return left;
  }

  // -e and the like test files.
  [[nodiscard]] bool at_file_test() const {
    const std::string_view word = rest().starts_with('-') ? word_at(rest().substr(1)) : "";
    return word.size() == 1 && is_word_start(word.front());
  }

  PerlValue unary() {
    skip_space();
    const char sign = rest().empty() ? '\0' : rest().front();
    if (sign != '-' && sign != '+' && sign != '!') return power();
    if (at_file_test() || rest().starts_with("--") || rest().starts_with("++")) {
      return unknown_here();
    }
    ++at_;
    if (++depth_ > kDeepest) return undecidable("the expression is nested too deeply");
    PerlValue operand = unary();
    --depth_;
    if (!live() || sign == '+') return operand;
    if (sign == '!') return PerlValue::truth(!operand.is_true());
    const auto negated = operand.negated();
    return negated ? *negated : not_a_number(operand);
  }

  PerlValue power() {
    PerlValue base = term();
    look_at_operator();
    if (!accept(kPower)) return base;
    const PerlValue exponent = unary();
    if (!live()) return {};
    const auto left = base.exact_integer();
    const auto right = exponent.exact_integer();
    const auto result = left && right ? perl_power(*left, *right) : std::nullopt;
    return result ? PerlValue(*result) : undecidable("a power is no small integer");
  }

  PerlValue calculate(PerlOperator which, const PerlValue& left, const PerlValue& right) {
    if (!live()) return {};
    const auto a = left.integer();
    const auto b = right.integer();
    if (!a || !b) return not_a_number(a ? right : left);
    if ((which == kDivide || which == kRemainder) && *b == 0) return die();
    switch (which) {
      case kAdd:
        return PerlValue(perl_add(*a, *b));
      case kSubtract:
        return PerlValue(perl_subtract(*a, *b));
      case kMultiply:
        return PerlValue(perl_multiply(*a, *b));
      case kDivide:
        return PerlValue(perl_divide(*a, *b));
      default:
        return PerlValue(perl_remainder(*a, *b));
    }
  }

  // The sign of left - right; nothing when one of them is no number.
  std::optional<int> order(PerlOperator which, const PerlValue& left, const PerlValue& right) {
    if (compares_text(which)) {
      const int sign = left.text().compare(right.text());
      return sign < 0 ? -1 : static_cast<int>(sign > 0);
    }
    const auto a = left.integer();
    const auto b = right.integer();
    if (!a || !b) {
      not_a_number(a ? right : left);
      return std::nullopt;
    }
    return *a < *b ? -1 : static_cast<int>(*a > *b);
  }

  PerlValue compare(PerlOperator which, const PerlValue& left, const PerlValue& right) {
    const auto sign = live() ? order(which, left, right) : std::nullopt;
    if (!sign) return {};
    switch (which) {
      case kEqual:
      case kTextEqual:
        return PerlValue::truth(*sign == 0);
      case kUnequal:
      case kTextUnequal:
        return PerlValue::truth(*sign != 0);
      case kLess:
      case kTextLess:
        return PerlValue::truth(*sign < 0);
      case kLessEqual:
      case kTextLessEqual:
        return PerlValue::truth(*sign <= 0);
      case kGreater:
      case kTextGreater:
        return PerlValue::truth(*sign > 0);
      case kGreaterEqual:
      case kTextGreaterEqual:
        return PerlValue::truth(*sign >= 0);
      default:
        return PerlValue(std::int64_t{*sign});
    }
  }

  PerlValue term() {
    skip_space();
    if (!running()) return {};
    if (rest().empty() || rest().front() == ')') return syntax_error();
    const char c = rest().front();
    if (is_word_start(c)) return word();
    if (is_digit(c)) return literal(read_number(rest()));
    switch (c) {
      case '(':
        return parenthesised();
      case '$':
        return literal(read_capture(rest(), captures_));
      case '\'':
      case '"':
        return literal(read_string(rest(), captures_));
      default:
        return unknown_here();
    }
  }

  PerlValue literal(const PerlLiteral& read) {
    if (read.outcome == PerlLiteral::Outcome::kSyntaxError) return syntax_error();
    if (read.outcome == PerlLiteral::Outcome::kUnknown) return unknown_here();
    at_ += read.length;
    return read.value;
  }

  PerlValue parenthesised() {
    ++at_;
    skip_space();
    if (rest().starts_with(')')) return unknown_here();
    PerlValue value = ternary();
    return accept(kClose) ? value : fail_at_operator();
  }

  PerlValue word() {
    const std::string_view name = word_at(rest());
    const std::size_t start = at_;
    at_ += name.size();
    skip_space();
    const bool call = rest().starts_with('(');
    if (is_known_function(name) && (call || name == "sprintf")) return known_call(name, call);
    if (is_perl_word(name)) {
      at_ = start;
      return unknown_here();
    }
    if (call) {
      arguments();
      return die();
    }
    const bool ends = rest().empty() || rest().front() == ')' || rest().front() == ',' ||
                      rest().front() == '.' ||
                      (rest().starts_with(':') && !rest().starts_with("::"));
    if (ends) return PerlValue::bareword(name);
    at_ = start;
    return unknown_here();
  }

  // The arguments in parentheses, up to and including the closing one.
  std::vector<PerlValue> arguments() {
    ++at_;
    skip_space();
    std::vector<PerlValue> values;
    if (rest().starts_with(')')) {
      ++at_;
      return values;
    }
    values = argument_list();
    if (!accept(kClose)) fail_at_operator();
    return values;
  }

  std::vector<PerlValue> argument_list() {
    std::vector<PerlValue> values;
    do {
      values.push_back(ternary());
    } while (accept(kComma));
    return values;
  }

  PerlValue known_call(std::string_view name, bool in_parentheses) {
    const std::vector<PerlValue> values = in_parentheses ? arguments() : argument_list();
    if (!live()) return {};
    const auto value = call_function(name, values);
    return value ? *value : undecidable("the result of " + quoted(name) + " is not known");
  }

  static constexpr int kDeepest = 100;

  std::string_view text_;
  const std::vector<std::string_view>& captures_;
  std::size_t at_ = 0;
  FoundOperator next_;  // what follows the last term
  int depth_ = 0;
  int skipping_ = 0;
  bool died_ = false;
  Stop stop_ = Stop::kRunning;
  std::string reason_;
};

}  // namespace

PerlResult evaluate_perl(std::string_view text, const std::vector<std::string_view>& captures) {
  return Evaluator(text, captures).run();
}

}  // namespace nfsready
