// TCP connections that are made within a deadline and say exactly why when they are not.
#pragma once

#include <cstdint>
#include <string>

#include "base/address.h"
#include "observe/deadline.h"
#include "observe/descriptor.h"
#include "observe/observation.h"

namespace nfsready {

enum class PortClass : std::uint8_t {
  kAny,       // 1024 and above, as AIX clients ask, also for root
  kReserved,  // below 1024: needs root or CAP_NET_BIND_SERVICE
};

// Where a connection starts. Not set: the kernel chooses.
struct Source {
  Address address;
  PortClass port = PortClass::kAny;
  int network_namespace = -1;  // a descriptor of it; -1: that of the calling thread
};

struct Connection {
  Descriptor socket;  // open when reach is kAnswered: non-blocking, without delay
  Reach reach = Reach::kLocal;
  std::string detail;  // the system's words when it failed
};

// Blocks for `limit` at most. The calling thread's namespace is the same afterwards. Where the
// asker's own routes do not lead to the address, nobody was asked: Reach::kLocal.
[[nodiscard]] Connection connect_tcp(const Source& source, const Address& to, std::uint16_t port,
                                     Milliseconds limit);

// The address that a connected socket speaks from; not set when it is not connected.
[[nodiscard]] Address local_address(const Descriptor& socket);

}  // namespace nfsready
