// From plans to questions: what to ask of which address, once however many nodes want to know.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/address.h"
#include "model/site.h"
#include "observe/target.h"
#include "plan/mount.h"

namespace nfsready {

// All targets at one address, sorted by path. The same path of the same address is one target, with
// the needs and names of all its nodes.
struct ServerTargets {
  std::string
      server;  // as the nodes are told; the first name in sort order when they are told several
  Address address;
  std::vector<Target> targets;
};

// The targets of some nodes (indices into `plans`), sorted by address. A mount whose server has no
// address or whose path is not known has no target. `machine` is what AUTH_SYS says.
[[nodiscard]] std::vector<ServerTargets> targets_of(const Site& site,
                                                    const std::vector<NodePlan>& plans,
                                                    const std::vector<std::uint32_t>& nodes,
                                                    const std::string& machine);

}  // namespace nfsready
