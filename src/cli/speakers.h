// Who asks in a run: this host, network namespaces that are there, or the nodes themselves.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/audit.h"
#include "cli/live_options.h"
#include "observe/speaker.h"

namespace nfsready {

// The name that this host gives itself as a client.
[[nodiscard]] std::string host_name();

// Calls ask(speakers) with the speakers of a run, all at once or, when they borrow addresses, some
// at a time, so that no address is held for longer than its node is asked for. An error means that
// nobody could ask, or that no more addresses could be borrowed. Tells on standard error who
// claimed a borrowed address.
[[nodiscard]] Result<bool> for_each_group(
    const Audit& audit, const LiveRequest& request, const std::atomic<bool>& stop,
    const std::function<void(const std::vector<Speaker>& speakers)>& ask);

}  // namespace nfsready
