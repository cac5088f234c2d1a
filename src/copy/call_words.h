// How a call of a comparison ended, in words.
#pragma once

#include <string>

#include "observe/observation.h"

namespace nfsready {

// "13 access denied", "no-answer".
[[nodiscard]] std::string words_of(const CallEnd& end);

}  // namespace nfsready
