// When a run takes place. SOURCE_DATE_EPOCH is honoured, so that runs can be repeated.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "observe/observation_part.h"

namespace nfsready {

// Now, in seconds since 1970.
[[nodiscard]] std::int64_t run_time();

// Today as YYYY-MM-DD in UTC.
[[nodiscard]] std::string today();

// How old the answers are that were read from files, in a sentence; empty: none were.
[[nodiscard]] std::string age_of_answers(const std::vector<ObservationPart>& parts,
                                         std::int64_t now);

}  // namespace nfsready
