#include "model/perl_value.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>

#include "base/text.h"

namespace nfsready {

namespace {

constexpr std::size_t kMostDigits = 18;  // always fits in 64 bits

bool is_letter(char c) {
  const char lower = to_lower(c);
  return (lower >= 'a' && lower <= 'z') || c == '_';
}

// A text as Perl reads a number from its start.
struct LeadingNumber {
  bool negative = false;
  std::string_view digits;
  std::string_view rest;
};

LeadingNumber leading_number(std::string_view text) {
  LeadingNumber number;
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  if (text.starts_with('-') || text.starts_with('+')) {
    number.negative = text.front() == '-';
    text.remove_prefix(1);
  }
  std::size_t end = 0;
  while (end < text.size() && is_digit(text[end])) ++end;
  number.digits = text.substr(0, end);
  number.rest = text.substr(end);
  return number;
}

bool is_infinite_or_nan(std::string_view text) {
  const std::string start = to_lower(text.substr(0, 3));
  return start == "inf" || start == "nan";
}

// Whether `rest`, what follows the digits of a number, changes its integer part.
bool has_exponent(std::string_view rest) {
  if (rest.starts_with('.')) {
    rest.remove_prefix(1);
    while (!rest.empty() && is_digit(rest.front())) rest.remove_prefix(1);
  }
  if (!rest.starts_with('e') && !rest.starts_with('E')) return false;
  rest.remove_prefix(1);
  if (rest.starts_with('-') || rest.starts_with('+')) rest.remove_prefix(1);
  return !rest.empty() && is_digit(rest.front());
}

std::int64_t value_of(const LeadingNumber& number) {
  std::int64_t value = 0;
  for (const char digit : number.digits) value = value * 10 + (digit - '0');
  return number.negative ? -value : value;
}

}  // namespace

PerlValue PerlValue::bareword(std::string_view word) {
  PerlValue value{std::string(word)};
  value.is_bareword_ = true;
  return value;
}

PerlValue PerlValue::truth(bool value) {
  return value ? PerlValue(std::int64_t{1}) : PerlValue(std::string());
}

std::string PerlValue::text() const {
  if (const auto* number = std::get_if<std::int64_t>(&value_)) return std::to_string(*number);
  return *std::get_if<std::string>(&value_);
}

bool PerlValue::is_true() const {
  const std::string shown = text();
  return !shown.empty() && shown != "0";
}

std::optional<std::int64_t> PerlValue::integer() const {
  if (const auto* number = std::get_if<std::int64_t>(&value_)) return *number;
  const LeadingNumber number = leading_number(*std::get_if<std::string>(&value_));
  if (is_bareword_ || number.digits.size() > kMostDigits || has_exponent(number.rest) ||
      (number.digits.empty() && is_infinite_or_nan(number.rest))) {
    return std::nullopt;
  }
  return value_of(number);
}

std::optional<std::int64_t> PerlValue::exact_integer() const {
  if (const auto* number = std::get_if<std::int64_t>(&value_)) return *number;
  const LeadingNumber number = leading_number(*std::get_if<std::string>(&value_));
  if (is_bareword_ || number.digits.empty() || number.digits.size() > kMostDigits ||
      !number.rest.empty()) {
    return std::nullopt;
  }
  return value_of(number);
}

std::optional<PerlValue> PerlValue::negated() const {
  if (const auto* number = std::get_if<std::int64_t>(&value_)) {
    return PerlValue(perl_subtract(0, *number));
  }
  const std::string& shown = *std::get_if<std::string>(&value_);
  if (!shown.empty() && is_letter(shown.front())) return PerlValue("-" + shown);
  if (!shown.empty() && !is_digit(shown.front())) return std::nullopt;
  const auto number = integer();
  if (!number) return std::nullopt;
  return PerlValue(perl_subtract(0, *number));
}

namespace {

std::int64_t wrapped(std::uint64_t bits) { return static_cast<std::int64_t>(bits); }
std::uint64_t bits_of(std::int64_t number) { return static_cast<std::uint64_t>(number); }

}  // namespace

std::int64_t perl_add(std::int64_t left, std::int64_t right) {
  return wrapped(bits_of(left) + bits_of(right));
}

std::int64_t perl_subtract(std::int64_t left, std::int64_t right) {
  return wrapped(bits_of(left) - bits_of(right));
}

std::int64_t perl_multiply(std::int64_t left, std::int64_t right) {
  return wrapped(bits_of(left) * bits_of(right));
}

std::int64_t perl_divide(std::int64_t left, std::int64_t right) {
  return right == -1 ? perl_subtract(0, left) : left / right;
}

std::int64_t perl_remainder(std::int64_t left, std::int64_t right) {
  return right == -1 ? 0 : left % right;
}

std::optional<std::int64_t> perl_power(std::int64_t base, std::int64_t exponent) {
  constexpr std::int64_t kLargest = 999'999'999'999'999;
  constexpr std::int64_t kEnough = 62;  // every larger power of 2 is out of range
  if (exponent < 0) return std::nullopt;
  if (exponent > kEnough) exponent = kEnough + exponent % 2;
  std::int64_t result = 1;
  for (std::int64_t i = 0; i < exponent; ++i) {
    if (base != 0 && std::abs(result) > kLargest / std::max<std::int64_t>(std::abs(base), 1)) {
      return std::nullopt;
    }
    result *= base;
  }
  return result;
}

}  // namespace nfsready
