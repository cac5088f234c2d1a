// What the names of the servers resolve to where the servers are asked from.
#pragma once

#include <atomic>
#include <vector>

#include "observe/deadline.h"
#include "observe/observation.h"
#include "observe/speaker.h"
#include "plan/mount.h"

namespace nfsready {

// Asks for every server name of the speakers' plans: getent(1) asks the resolver of this host, in a
// named network namespace as ip-netns(8) sets it up, /etc/netns included. Who borrows an address
// asks nothing: the node's own hosts file is not here. A name that could not be asked for, or whose
// answer took longer than `limit`, has no record, nor has what was left when `stop` (may be null)
// became true.
[[nodiscard]] std::vector<NameObservation> survey_names(const std::vector<NodePlan>& plans,
                                                        const std::vector<Speaker>& speakers,
                                                        Milliseconds limit,
                                                        const std::atomic<bool>* stop);

}  // namespace nfsready
