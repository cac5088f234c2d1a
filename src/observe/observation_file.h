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
// server, address, path and vantage. The first record tells the oldest time of their parts, the
// last one how many there are.
void write_observations(Observations observations, std::ostream& out);

// Adds the records of a text to `observations`, and a part that tells what is wrong with them: a
// line that is no record costs itself. `file` is what the user calls the text. Unknown keys are
// passed over, records of an unknown kind too. Texts one behind the other are as many parts. An
// error, as "answers.jsonl:1:1: ...", means that it is no text of ours, or of another version;
// nothing was added then.
[[nodiscard]] Result<bool> read_observations(std::string_view text, const std::string& file,
                                             Observations& observations);

}  // namespace nfsready
