// What people are told about a decision of a Linux server.
#pragma once

#include <string>
#include <string_view>

#include "grant/caller.h"
#include "grant/linux_rules.h"

namespace nfsready {

// "the host entry 'node01'"
[[nodiscard]] std::string entry_name(const LinuxRule& rule);

// Why this candidate decides for a path. `asked` must be resolved.
[[nodiscard]] std::string why_it_matches(const LinuxCandidate& by, std::string_view asked);

// Why it cannot be said whether a candidate matches.
[[nodiscard]] std::string why_unsure(const LinuxCandidate& by, Caller& caller);

}  // namespace nfsready
