// What the exports files of a server say against what is in force: where the two differ.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/source.h"
#include "model/server.h"

namespace nfsready::checks {

enum class Difference : std::uint8_t {
  kNotInForce,  // in the files only
  kNotInFiles,  // in force only
  kClients,     // in both, for other clients
  kRights,      // in both, for the same clients with other rights
};

struct TableDifference {
  Difference kind = Difference::kNotInForce;
  std::string path;  // with its symbolic links followed
  Span in_files;     // the entry that the other table lacks, else one of the path; may be not set
  Span in_force;
};

// In order of path. Empty when one of the two was not collected, or when the live table that was
// collected does not tell clients and rights, or not all of them. Left out is what the server does
// not take from its files: text that is never read, names that do not resolve, repetitions, AIX
// entries that another one refuses. What the live table does not print is taken to be as the files
// say.
[[nodiscard]] std::vector<TableDifference> table_differences(const Server& server);

}  // namespace nfsready::checks
