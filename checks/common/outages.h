// Servers that did not serve when they were asked.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "checks/common/observed.h"
#include "engine/context.h"
#include "engine/sink.h"
#include "observe/observation.h"

namespace nfsready::checks {

enum class Outage : std::uint8_t {
  kNone,         // MOUNT 3 and NFS 3 answer over TCP
  kUnreachable,  // no route, or nobody answers
  kNoService,    // the host answers, but rpcbind, mountd or nfsd is not there
  kVersion,      // they are there, but not in the versions that AIX mounts with, or not over TCP
  kSilent,       // they are registered and do not answer
  kNotAsked,     // this host could not ask
};

[[nodiscard]] Outage outage_of(const ServerObservation& seen);

// One mount whose server was out of order.
struct SeenOutage {
  const SeenServer& mount;
  Outage outage;
  bool head_answers;     // another address of the same server does serve
  bool others_reach_it;  // another vantage does reach this address
  std::string server;    // of that address: as the snapshot calls it, else as the node is told
};
void for_each_outage(const Context& context, const std::function<void(const SeenOutage&)>& visit);

// The draft of an outage: one per address and kind; the mount is added to it. A fresh one has its
// evidence, the address and what it does to the nodes; message and remedy are the caller's.
Draft& add_outage(const SeenOutage& outage, Sink& sink);

// "NFS", "MOUNT", "rpcbind", or the number of a program.
[[nodiscard]] std::string program_name(std::uint32_t program);

inline constexpr std::uint32_t kMountProgramNumber = 100005;
inline constexpr std::uint32_t kNfsProgramNumber = 100003;
inline constexpr std::uint32_t kRpcbindProgramNumber = 100000;

// The registration of a version of a program over TCP; null when there is none.
[[nodiscard]] const ServiceObservation* service_of(const ServerObservation& seen,
                                                   std::uint32_t program, std::uint32_t version);

}  // namespace nfsready::checks
