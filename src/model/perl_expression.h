// Evaluates the Perl expressions of attribute patterns.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nfsready {

struct PerlResult {
  enum class Outcome : std::uint8_t {
    kValue,
    kError,        // Perl refuses the text, or stops while it runs: there is no value
    kUndecidable,  // it may mean something that is not known here
  };
  Outcome outcome = Outcome::kValue;
  std::string text;  // the value; for kUndecidable the reason, a clause
};

// What Perl makes of `text` under `use integer` in a Safe compartment, where $1 is captures[0].
// Known are integers, strings, captures, + - * / % ** . ! && || ?:, comparisons, sprintf, int and
// xCAT's mknum, a2idx and a2zidx. A word that means nothing to Perl is a string; as a function it
// is an error.
[[nodiscard]] PerlResult evaluate_perl(std::string_view text,
                                       const std::vector<std::string_view>& captures);

}  // namespace nfsready
