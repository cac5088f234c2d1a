// What people are told about a decision of a Linux server.
#pragma once

#include <string>
#include <string_view>

#include "exports/grant.h"
#include "grant/caller.h"
#include "grant/linux_rules.h"

namespace nfsready {

// "the host entry 'node01'"
[[nodiscard]] std::string entry_name(const LinuxRule& rule);

// Why this candidate decides for a path. `asked` must be resolved.
[[nodiscard]] std::string why_it_matches(const LinuxCandidate& by, std::string_view asked);

// "; '/state' is for 10.1.3.0/31, and the address lies outside": a clause about the networks of
// an entry that do not hold an address. Empty when it has none.
[[nodiscard]] std::string networks_missed(const LinuxExport& entry, const Address& address);

// What would tell whether a candidate matches.
[[nodiscard]] Missing missing_for(const LinuxCandidate& by, Caller& caller);

// Why it cannot be said whether a candidate matches.
[[nodiscard]] std::string why_unsure(const LinuxCandidate& by, Caller& caller);

}  // namespace nfsready
