// statelite.table, litefile.table and litetree.table as mkdsklsnode generates them.
#pragma once

#include <vector>

#include "base/problem.h"
#include "base/source.h"

namespace nfsready {

// One line, split at '|'. The boot script greps whole lines, so the line is kept too.
struct GeneratedLine {
  Token line;
  std::vector<Token> fields;
};

// Lines in file order, empty ones left out. A line without any '|' is kept, and a problem.
[[nodiscard]] std::vector<GeneratedLine> parse_generated_table(const SourceFile& file,
                                                               Problems& problems);

}  // namespace nfsready
