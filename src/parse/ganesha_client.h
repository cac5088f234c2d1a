// Clients of NFS-Ganesha: which text means what (4.3, support/exports.c add_client, cidr/).
#pragma once

#include <optional>
#include <vector>

#include "exports/ganesha.h"
#include "parse/ganesha_faults.h"
#include "parse/ganesha_term.h"

namespace nfsready {

// The client that a term of `Clients` names. Nothing, with a fault, when it names none.
[[nodiscard]] std::optional<GaneshaClient> ganesha_client(const GaneshaTerm& term,
                                                          GaneshaFaults& faults);

// The client that a quoted term would name without its quotes; nothing for any other term.
[[nodiscard]] std::optional<GaneshaClient> unquoted_ganesha_client(const GaneshaTerm& term);

// The terms of a text that is one value by itself, such as a field of mmnfs: separated by commas
// and blanks. What is no term ends them.
[[nodiscard]] std::vector<GaneshaTerm> ganesha_terms(const Token& text);

}  // namespace nfsready
