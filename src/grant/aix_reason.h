// Why an AIX entry gives a caller what it gives, in the words of the entry.
#pragma once

#include <string>
#include <string_view>

#include "exports/aix.h"
#include "exports/grant.h"

namespace nfsready {

// The lists of a section that have the caller.
struct AixListed {
  bool in_access = false;
  bool in_ro = false;
  bool in_rw = false;
};

// A clause for a caller who is admitted; `who` is its name or address, quoted.
[[nodiscard]] std::string why_admitted(const AixSection& section, const AixListed& listed,
                                       const std::string& who);

// A clause on what becomes of uid 0; `root` is known.
[[nodiscard]] std::string why_root(const AixExport& entry, const AixSection& section, Root root);

}  // namespace nfsready
