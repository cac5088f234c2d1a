// What the network answered, next to the mounts it is about.
#pragma once

#include <functional>
#include <string>

#include "engine/context.h"
#include "observe/observation.h"

namespace nfsready::checks {

// One planned mount, and what one vantage saw of it at one address of its server.
struct SeenMount {
  const JudgedMount& judged;
  const MountObservation& seen;
  bool as_node;  // the server saw the node's own address: what it said holds for the node
};

// Calls `visit` for every mount of the run with everything that was seen of it: from the node's own
// vantage and from those that stand for no node.
void for_each_seen_mount(const Context& context,
                         const std::function<void(const SeenMount&)>& visit);

// The same for the surveys of the servers' addresses.
struct SeenServer {
  const JudgedMount& judged;
  const ServerObservation& seen;
  bool as_node;
};
void for_each_seen_server(const Context& context,
                          const std::function<void(const SeenServer&)>& visit);

// What the server's files give the caller that a vantage is. Unknown when nothing was reached.
[[nodiscard]] Answer promised(const Context& context, const SeenMount& seen);

// Whether a server that answers so refuses the caller, as opposed to being out of order.
[[nodiscard]] bool is_refusal(const CallEnd& end);

// For people: "10.1.0.50 (nas)", "node elm01 (10.1.3.1)", "MNT /state: 13 access denied".
[[nodiscard]] std::string place_of(const std::string& server, const Address& address);
[[nodiscard]] std::string told(const Vantage& vantage);
[[nodiscard]] std::string told(std::string_view procedure, const CallEnd& end);

}  // namespace nfsready::checks
