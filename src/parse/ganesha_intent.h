// What the author of a configuration meant that NFS-Ganesha refuses as a whole, so that it can be
// said what the fault costs.
#pragma once

#include <cstdint>
#include <vector>

#include "parse/ganesha_lexer.h"
#include "parse/ganesha_tree.h"

namespace nfsready {

// Reads on over missing and superfluous punctuation. `lexer` must be a lenient one. Statements of
// which a part could not be read are broken by `fatal`, the index of the fault.
[[nodiscard]] std::vector<GaneshaNode> read_ganesha_intent(GaneshaLexer& lexer,
                                                           std::uint32_t fatal);

}  // namespace nfsready
