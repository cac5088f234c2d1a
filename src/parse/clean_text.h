// What no text file should hold, whatever its format.
#pragma once

#include "base/problem.h"
#include "base/source.h"

namespace nfsready {

// Reports, once per kind and at the first place: NUL bytes, lines that end in CR LF, ill-formed
// UTF-8, and signs that a file was cut short: it is empty, or its last line has no line end.
// The readers read on all the same.
void report_unclean_text(const SourceFile& file, Problems& problems);

}  // namespace nfsready
