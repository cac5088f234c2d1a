// The values of a Perl expression under `use integer`, as far as attribute patterns need them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace nfsready {

// A string or an integer. A missing value is the empty string.
class PerlValue {
 public:
  PerlValue() = default;
  explicit PerlValue(std::int64_t number) : value_(number) {}
  explicit PerlValue(std::string text) : value_(std::move(text)) {}

  // A word without quotes: text like any other, but nobody means it as a number.
  [[nodiscard]] static PerlValue bareword(std::string_view word);
  // What a comparison gives.
  [[nodiscard]] static PerlValue truth(bool value);

  [[nodiscard]] std::string text() const;
  [[nodiscard]] bool is_true() const;
  // The number that an integer operation takes; nothing when that cannot be told for certain:
  // barewords, exponents, more than 18 digits, infinity.
  [[nodiscard]] std::optional<std::int64_t> integer() const;
  // The same for operations that take fractions into account: nothing for "1.5" and "3a".
  [[nodiscard]] std::optional<std::int64_t> exact_integer() const;
  // What a minus sign before it gives.
  [[nodiscard]] std::optional<PerlValue> negated() const;

 private:
  std::variant<std::string, std::int64_t> value_;
  bool is_bareword_ = false;
};

// Integer arithmetic wraps around, as in Perl on 64 bits; division cuts, and the remainder has the
// sign of the left operand. `right` is not 0 for the last two.
[[nodiscard]] std::int64_t perl_add(std::int64_t left, std::int64_t right);
[[nodiscard]] std::int64_t perl_subtract(std::int64_t left, std::int64_t right);
[[nodiscard]] std::int64_t perl_multiply(std::int64_t left, std::int64_t right);
[[nodiscard]] std::int64_t perl_divide(std::int64_t left, std::int64_t right);
[[nodiscard]] std::int64_t perl_remainder(std::int64_t left, std::int64_t right);
// Nothing when the result is a fraction or has more than 15 digits: Perl counts in floating point.
[[nodiscard]] std::optional<std::int64_t> perl_power(std::int64_t base, std::int64_t exponent);

}  // namespace nfsready
