// Entries of exports(5) files that repeat an earlier one.
#pragma once

#include "base/problem.h"
#include "exports/linux.h"

namespace nfsready {

// Reports every client that the text names twice for one path, in one file or across files: the
// first one counts (nfs-utils support/export/export.c, export_read). Hosts that are the same only
// after name resolution are not known here.
void report_linux_duplicates(const LinuxExports& exports, Problems& problems);

}  // namespace nfsready
