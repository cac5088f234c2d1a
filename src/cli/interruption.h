// The user's wish to stop: SIGINT, SIGTERM or SIGHUP.
#pragma once

#include <atomic>

namespace nfsready {

// From now on these signals set the flag instead of ending the program, so that what was done to a
// server can be taken back; a SIGHUP that is ignored already, as nohup(1) does, stays so. SIGPIPE
// is ignored: a server that goes away raises it.
[[nodiscard]] const std::atomic<bool>& watch_for_interruption();

}  // namespace nfsready
