// Sources for tests that parse a text.
#pragma once

#include <string>

#include "base/source.h"

namespace nfsready::testing {

// A file of its own, kept until the program ends.
const SourceFile& source_of(std::string text, std::string name = "input");

// "line:column" of a span in the file it came from; "-" when it points nowhere.
std::string place(const Span& span);

}  // namespace nfsready::testing
