// How a call of a comparison ended, in words.
#pragma once

#include <string>

#include "observe/observation.h"

namespace nfsready {

// "13 permission denied", "no-answer". The statuses of the mount protocol have the same numbers as
// those of NFS (RFC 1813, sections 2.6 and 5.1.5).
[[nodiscard]] std::string words_of(const CallEnd& end);

}  // namespace nfsready
