// Entries by which a host becomes root without being listed for it.
#pragma once

#include "exports/table.h"
#include "grant/ganesha_rights.h"

namespace nfsready::checks {

// The rights of AUTH_SYS callers by a Linux rule; null when it has none for them, or when they are
// not printed.
[[nodiscard]] const LinuxSection* sys_section(const LinuxRule& rule);

// Whether a client specification is one for every host.
[[nodiscard]] bool is_everyone(const LinuxClient& client);
[[nodiscard]] bool is_everyone(const GaneshaClient& client);

// Whether root is kept, or squashed to uid 0.
[[nodiscard]] bool keeps_root(const LinuxRule& rule, const LinuxSection& section);
[[nodiscard]] bool keeps_root(const GaneshaRights& rights);

// Whether root is squashed to uid 0, so that it is root all the same.
[[nodiscard]] bool disguises_root(const LinuxRule& rule, const LinuxSection& section);
[[nodiscard]] bool disguises_root(const GaneshaRights& rights);

// Whether every host may write as root.
[[nodiscard]] bool is_world_root(const LinuxRule& rule);
[[nodiscard]] bool is_world_root(const AixExport& entry);

}  // namespace nfsready::checks
