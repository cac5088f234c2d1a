// Why an EXPORT of NFS-Ganesha gives a caller what it gives, in the words of its configuration.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "exports/ganesha.h"
#include "grant/ganesha_rights.h"

namespace nfsready {

// A clause: which block decided, and what it says. `who` is the caller's address.
[[nodiscard]] std::string why_given(const GaneshaExport& from, std::optional<std::uint32_t> block,
                                    const GaneshaRights& rights, std::string_view who);

// A clause: which block decided that nothing is given.
[[nodiscard]] std::string why_nothing(const GaneshaExport& from, std::optional<std::uint32_t> block,
                                      std::string_view who);

}  // namespace nfsready
