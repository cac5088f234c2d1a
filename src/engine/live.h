// What the servers' answers prove of each mount.
#pragma once

#include "engine/context.h"
#include "finding/run_result.h"

namespace nfsready {

// Fills in MountResult::live and its reason. A mount is confirmed when a server let the node's own
// address mount it, and everything the node needs was seen to work: AUTH_SYS from a port above
// 1023, looking into it, and where the node writes, a file of our own written, read back and owned
// by root where root must be kept. Of what is only read, every call was answered, and no answer
// denies uid 0 anything. A refusal at one address of the server outweighs a proof at another one.
void tell_live(const Context& context, RunResult& run);

}  // namespace nfsready
