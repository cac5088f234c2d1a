// Whether asking a second table of a server would be asking the first one again.
#pragma once

#include "exports/table.h"

namespace nfsready {

// Whether what is in force says, word by word and entry by entry, what an exports file says of
// which every entry is surely taken. Only AIX prints entries as its file has them; the answer for
// every other dialect, and for two dialects, is no.
[[nodiscard]] bool says_the_same(const ExportsTable& file, const ExportsTable& live);

}  // namespace nfsready
