// One list of options, as it stands in a word of an exports(5) file.
#pragma once

#include <cstddef>
#include <vector>

#include "base/problem.h"
#include "parse/exports_lexer.h"
#include "parse/linux_options.h"

namespace nfsready {

// A word of a list that the program refuses.
struct RefusedOption {
  Token word;
  OptionFault fault;
};

// Applies the options in the bytes [from, to) of a word, and reports contradictions among them. The
// program stops at the first word it refuses; here the rest is read all the same.
[[nodiscard]] std::vector<RefusedOption> read_option_list(const ExportsWord& word, std::size_t from,
                                                          std::size_t to, LinuxOptions& options,
                                                          Problems& problems);

}  // namespace nfsready
