// Observations as JSON lines: what `observe` writes and `check --observations` reads. The README
// documents the format. A line is a record; what has its default value is left out. Text that is
// not UTF-8 stands in hexadecimal under the key with "_hex" appended.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

#include "base/result.h"
#include "observe/observation.h"

namespace nfsready {

inline constexpr int kObservationsVersion = 1;

// The same observations give the same bytes, whatever their order: records are sorted by kind,
// server, address, path and vantage.
void write_observations(Observations observations, std::ostream& out);

// Adds the records of a file's text to `observations`. An error tells the line: "line 7: ...";
// nothing was added then. Unknown keys are passed over, records of an unknown kind too.
[[nodiscard]] Result<bool> read_observations(std::string_view text, Observations& observations);

}  // namespace nfsready
