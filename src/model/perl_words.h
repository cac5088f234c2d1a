// The words that mean something to Perl itself.
#pragma once

#include <string_view>

namespace nfsready {

// Whether Perl gives `word` a meaning of its own, in any release: a function, an operator, a quote,
// a block, a file handle. Every other word is a string, or the name of a function nobody defined.
[[nodiscard]] bool is_perl_word(std::string_view word);

}  // namespace nfsready
