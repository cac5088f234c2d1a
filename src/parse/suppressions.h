// The site's suppressions: known findings that somebody has accepted.
//
// One per line, `#` starts a comment:
//   NR210 server=hanfs path=/litetree/* until=2027-03-31 reason="the spool needs it"
// The id comes first. At least one of server=, path= and nodes= says where it holds, or the word
// `anywhere`. `reason=` is required; `until=` is an optional last day (YYYY-MM-DD).
#pragma once

#include <string>
#include <vector>

#include "base/problem.h"
#include "base/source.h"

namespace nfsready {

struct SuppressionEntry {
  Token id;
  Token server;  // empty: every server
  Token path;    // `*` matches any text; empty: every path
  Token nodes;   // a noderange; empty: every node
  Token until;   // empty: no end
  std::string reason;
  Span where;
};

// A broken entry is a problem and suppresses nothing.
[[nodiscard]] std::vector<SuppressionEntry> parse_suppressions(const SourceFile& file,
                                                               Problems& problems);

}  // namespace nfsready
