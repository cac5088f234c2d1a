// Names with number ranges: n[01-12], f[1-2]n[1-3], a1-a9, a1:a9, a1+2.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace nfsready {

// The numbers low..high between two texts. A number has as many digits as `low`, or more where it
// needs more. Without `low` the span is the one name prefix + suffix.
struct NameSpan {
  std::string prefix;
  std::string low;
  std::string high;
  std::string suffix;
};

// A sequence of parts, each with alternatives: "f", then 1 or 2, then "n", then 1 to 3. It is never
// written out, so a range may be as large as it likes.
class NamePattern {
 public:
  // Whether a word is written as a range at all.
  [[nodiscard]] static bool is_range(std::string_view word);
  // Fails when the word has no meaning as a range. The message says why, of 'it'.
  [[nodiscard]] static Result<NamePattern> parse(std::string_view word);

  [[nodiscard]] bool matches(std::string_view name) const;
  // The first of its names, in their order, that is not `known`; empty when all are, or when the
  // first million is.
  [[nodiscard]] std::string first_unknown(
      const std::function<bool(std::string_view name)>& known) const;

 private:
  using Alternatives = std::vector<NameSpan>;

  std::vector<Alternatives> parts_;
};

}  // namespace nfsready
