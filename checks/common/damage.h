// What a problem of a text costs: whether something that the audit rests on is lost with it.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_set>

#include "base/problem.h"
#include "engine/context.h"

namespace nfsready::checks {

// How a file of a snapshot came about, by its path there.
enum class FileOrigin : std::uint8_t {
  kTable,    // printed by tabdump
  kStanzas,  // printed by lsdef
  kPrinted,  // printed by a command of a server
  kWritten,  // the server's own settings, written by people; names of the site
  kBoot,     // made by NIM and mkdsklsnode, read by the boot scripts of a node
  kOurs,     // told to the audit itself: suppressions
};
[[nodiscard]] FileOrigin origin_of(std::string_view path);

// Whether a problem of that kind is one of the file as a whole, told once for each file.
[[nodiscard]] bool concerns_whole_file(ProblemKind kind);

// Whether text is lost to the audit that is there on the host, or the other way round. Not so when
// the programs that own the file pass over the same text.
[[nodiscard]] bool loses_evidence(const Context& context, const Problem& problem);

// The paths of the files of which that is true of some problem (NR903).
[[nodiscard]] std::unordered_set<std::string_view> damaged_files(const Context& context);

// The files of exports tables from which nodes mount and of which NR201 and NR113 tell that nothing
// is exported. An exports file that is empty while a live table is not was likely not collected
// well, and is none of them.
[[nodiscard]] std::unordered_set<SourceId> empty_exports(const Context& context);

}  // namespace nfsready::checks
