// Literals of Perl expressions: numbers, captures and strings.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "model/perl_value.h"

namespace nfsready {

struct PerlLiteral {
  enum class Outcome : std::uint8_t { kValue, kSyntaxError, kUnknown };
  Outcome outcome = Outcome::kValue;
  PerlValue value;
  std::size_t length = 0;  // of the text it was read from
};

// Each reads the literal at the start of `text`: a digit, a '$', a quote.
[[nodiscard]] PerlLiteral read_number(std::string_view text);
[[nodiscard]] PerlLiteral read_capture(std::string_view text,
                                       const std::vector<std::string_view>& captures);
[[nodiscard]] PerlLiteral read_string(std::string_view text,
                                      const std::vector<std::string_view>& captures);

}  // namespace nfsready
