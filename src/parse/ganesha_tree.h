// An NFS-Ganesha configuration as blocks and statements, read as the grammar of 4.3 reads it
// (config_parsing/conf_yacc.y), with the same recovery from errors.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/problem.h"
#include "base/source.h"
#include "parse/ganesha_lexer.h"
#include "parse/ganesha_term.h"

namespace nfsready {

// A block (NAME { ... }) or a statement (NAME = terms ;).
struct GaneshaNode {
  Token name;
  bool is_block = false;
  std::vector<GaneshaTerm> terms;       // of a statement
  std::vector<GaneshaNode> children;    // of a block
  std::optional<std::uint32_t> broken;  // index of the syntax problem because of which the server
                                        // takes it as empty; `terms` is then what was meant
};

struct GaneshaTree {
  std::vector<GaneshaNode> nodes;
  std::optional<std::uint32_t> fatal;  // index of the problem that leaves the server without any
                                       // block; `nodes` is then what was meant
  bool incomplete = false;             // an include could not be read
};

// Reads a configuration with its includes. A statement or a block with a syntax error is empty
// (the server skips to the next `;` or `}`); an error between blocks is fatal.
[[nodiscard]] GaneshaTree read_ganesha_tree(const SourceFile& file,
                                            const FindIncluded& find_included,
                                            std::vector<SourceId>& files, Problems& problems);

}  // namespace nfsready
