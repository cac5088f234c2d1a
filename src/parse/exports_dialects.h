// The readers behind parse_exports, one file per syntax.
#pragma once

#include <vector>

#include "base/problem.h"
#include "base/source.h"
#include "exports/table.h"
#include "parse/exports.h"

namespace nfsready {

// One exports(5) file; called once per file, in reading order: an error stops that file only.
void parse_linux_exports(const SourceFile& file, LinuxExports& exports, Problems& problems);

// The live tables of Linux.
void parse_linux_etab(const SourceFile& file, LinuxExports& exports, Problems& problems);
void parse_linux_exportfs_v(const SourceFile& file, LinuxExports& exports, Problems& problems);
void parse_linux_exportfs_s(const SourceFile& file, LinuxExports& exports, Problems& problems);
void parse_linux_proc(const SourceFile& file, LinuxExports& exports, Problems& problems);

// AIX exports and xtab; `live` text is what exportfs accepted, so it is never refused.
void parse_aix_exports(const SourceFile& file, bool live, AixExports& exports, Problems& problems);

// The main configuration file; includes are read through `find_included`.
void parse_ganesha(const SourceFile& file, const FindIncluded& find_included,
                   GaneshaExports& exports, std::vector<SourceId>& files, Problems& problems);
void parse_mmnfs(const SourceFile& file, GaneshaExports& exports, Problems& problems);

void parse_showmount(const SourceFile& file, ShowmountList& list, Problems& problems);

}  // namespace nfsready
