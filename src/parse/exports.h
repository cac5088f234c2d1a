// Reads one exports source of any dialect.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "exports/dialect.h"
#include "exports/table.h"

namespace nfsready {

// The dialect that a text is written in, judged by its shape; nothing when it has no entry at all
// or could be anything. Never fails.
[[nodiscard]] std::optional<Dialect> recognise_dialect(std::string_view text);

// Whether exportfs reads a file of that name in /etc/exports.d (nfs-utils
// support/export/export.c): its name ends in ".exports" and does not begin with a dot.
[[nodiscard]] bool is_read_drop_in(std::string_view file_name);

// Finds a file named by an include of another one. `path` is as written in the configuration.
// Returns no files when there is none: a Ganesha server then does not start.
using FindIncluded = std::function<std::vector<const SourceFile*>(std::string_view path)>;

// Reads `files` in their order, as the program that owns them does, and reports what it refuses or
// ignores. One broken entry costs what it costs that program, no more: entries that the program no
// longer reads are still parsed, and marked as lost to the problem that stopped it.
// `find_included` is used for Ganesha only, and may be empty.
[[nodiscard]] ExportsTable parse_exports(Dialect dialect,
                                         const std::vector<const SourceFile*>& files,
                                         const FindIncluded& find_included = {});

}  // namespace nfsready
