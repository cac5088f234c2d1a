// What the network answered, next to the planned mounts it is about.
#pragma once

#include <vector>

#include "engine/context.h"
#include "observe/observation.h"

namespace nfsready {

// One planned mount, and what one vantage saw of it at one address of its server.
struct SeenMount {
  const JudgedMount& judged;
  const MountObservation& seen;
  bool as_node;  // the server saw the node's own address: what it said holds for the node
};

// The same for the surveys of the servers' addresses.
struct SeenServer {
  const JudgedMount& judged;
  const ServerObservation& seen;
  bool as_node;
};

// Every mount of the run with everything that was seen of it: from the node's own vantage and from
// those that stand for no node. In the order of the mounts. For Context::shared.
class Seen {
 public:
  explicit Seen(const Context& context);

  [[nodiscard]] const std::vector<SeenMount>& mounts() const { return mounts_; }
  [[nodiscard]] const std::vector<SeenServer>& servers() const { return servers_; }

 private:
  std::vector<SeenMount> mounts_;
  std::vector<SeenServer> servers_;
};

}  // namespace nfsready
