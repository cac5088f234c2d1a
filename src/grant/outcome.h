// Grants as they are put together: denials, the port rule, and what several possible answers have
// in common.
#pragma once

#include <optional>
#include <string>

#include "exports/grant.h"
#include "grant/grant.h"

namespace nfsready {

[[nodiscard]] Grant denied(Denial denial, const Span& rule, std::string why);

// Whether anything is given, as far as is known.
[[nodiscard]] inline bool gives_access(const Grant& grant) {
  return grant.access == Access::kReadOnly || grant.access == Access::kReadWrite;
}

// Fills in the port rule; a client without a known port uses a port that is not reserved.
void set_port_rule(bool reserved_only, const Client& client, Grant& grant);

// Leaves standing in `common` what another possible answer agrees with; the rest is unknown.
void keep_common(const Grant& other, Grant& common);

}  // namespace nfsready
