// One exports source of one server, whatever its dialect.
#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "base/problem.h"
#include "base/source.h"
#include "exports/aix.h"
#include "exports/dialect.h"
#include "exports/ganesha.h"
#include "exports/linux.h"
#include "exports/showmount.h"

namespace nfsready {

// The alternative follows the dialect: LinuxExports for the Linux dialects, AixExports for the AIX
// ones, GaneshaExports for kGanesha and kMmnfs, ShowmountList for kShowmount.
struct ExportsTable {
  Dialect dialect = Dialect::kLinux;
  std::vector<SourceId> files;  // in reading order; the first one names the table
  std::variant<LinuxExports, AixExports, GaneshaExports, ShowmountList> content;
  Problems problems;  // in the order in which they were met
};

}  // namespace nfsready
