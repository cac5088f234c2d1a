// Single values of NFS-Ganesha options, with the checks of 4.3 (config_parsing.c).
#pragma once

#include <cstdint>
#include <optional>

#include "parse/ganesha_faults.h"
#include "parse/ganesha_tree.h"

namespace nfsready {

// What a number may be. `bits` is the width in which `~` is taken; 0: a signed number, which may
// have `-` instead.
struct GaneshaRange {
  std::int64_t least = 0;
  std::uint64_t most = 0;
  int bits = 0;
};

// False when there is nothing between `=` and `;` or between the braces; the server passes over it.
[[nodiscard]] bool has_content(const GaneshaNode& node, GaneshaFaults& faults);

// The only term of a statement; null, with a fault where there is one, when it has none or several.
[[nodiscard]] const GaneshaTerm* single_term(const GaneshaNode& statement, GaneshaFaults& faults);

// The value of a single term; nothing, with a fault, when it has another shape or is out of range.
[[nodiscard]] std::optional<std::int64_t> number_of(const GaneshaNode& statement,
                                                    const GaneshaRange& range,
                                                    GaneshaFaults& faults);
[[nodiscard]] std::optional<bool> boolean_of(const GaneshaNode& statement, GaneshaFaults& faults);
[[nodiscard]] std::optional<Token> text_of(const GaneshaNode& statement, GaneshaFaults& faults);
[[nodiscard]] std::optional<Token> fsid_of(const GaneshaNode& statement, GaneshaFaults& faults);

}  // namespace nfsready
