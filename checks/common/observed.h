// What the network answered, next to the mounts it is about.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "engine/context.h"
#include "engine/seen.h"
#include "engine/sink.h"
#include "observe/nfs_status.h"
#include "observe/observation.h"

namespace nfsready::checks {

// Calls `visit` for every mount of the run with everything that was seen of it: from the node's own
// vantage and from those that stand for no node.
void for_each_seen_mount(const Context& context,
                         const std::function<void(const SeenMount&)>& visit);

// The same for the surveys of the servers' addresses.
void for_each_seen_server(const Context& context,
                          const std::function<void(const SeenServer&)>& visit);

// The head of a mount's server that has an address; null when the snapshot has none, or cannot
// tell which of several it is.
[[nodiscard]] const Server* head_at(const Context& context, const Mount& mount,
                                    const Address& address);

// That head as people call it, else the mount's server.
[[nodiscard]] std::string head_name(const Context& context, const SeenMount& seen);

// What the files of the head at that address give the caller that a vantage is. Unknown when
// nothing was reached.
[[nodiscard]] Answer promised(const Context& context, const SeenMount& seen);

// Whether another address of the same server let the same vantage mount the same, and look into it:
// then the node boots from there.
[[nodiscard]] bool another_head_grants(const Context& context, const SeenMount& seen);

// What it does to the node when the address that was asked does not let it mount.
[[nodiscard]] Effect effect_of_refusal(const Context& context, const SeenMount& seen);

// A finding that no node met itself is only likely. For an answer that depends on the caller, or on
// the way to the server; to be called for each mount of a draft.
void add_certainty(const SeenMount& seen, Draft& draft);

// Says what an address of a server told a vantage: "10.1.0.50 (nas) told node elm01 (10.1.3.1):
// ...". Heads that tell the same are one cause.
void set_evidence(const std::string& server, const Address& address, const Vantage& vantage,
                  const std::string& what, Finding& finding);

// What follows the evidence of a refusal: how it ended from a reserved port, or why that could not
// be tried. Only that tells whether the port is the reason.
[[nodiscard]] std::string told_of_second_try(const MountObservation& seen);

// For people: "10.1.0.50 (nas)", "node elm01 (10.1.3.1)", "MNT /state: 13 access denied".
[[nodiscard]] std::string place_of(const std::string& server, const Address& address);
[[nodiscard]] std::string told(const Vantage& vantage);
[[nodiscard]] std::string told(std::string_view procedure, const CallEnd& end);

}  // namespace nfsready::checks
