// An interface of this host, and a second one beside it on the same link, in a network namespace of
// its own (ip-link(8), macvlan). The only file that knows libnl.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/address.h"
#include "base/result.h"
#include "observe/neighbours.h"

namespace nfsready {

// An address with the length of its network's prefix.
struct InterfaceAddress {
  Address address;
  int prefix = 0;
};

// A route through a gateway.
struct GatewayRoute {
  Address network;  // with `prefix`; 0.0.0.0/0 or ::/0 is the default route
  int prefix = 0;
  Address gateway;
};

struct NetworkInterface {
  std::string name;
  int index = 0;
  HardwareAddress hardware{};
  std::vector<InterfaceAddress> addresses;
  std::vector<GatewayRoute> routes;        // that leave through it
  std::vector<Address> addresses_of_host;  // of all interfaces
};

// An interface of the calling thread's namespace, by name. The error: there is none, it is down, or
// it is not Ethernet.
[[nodiscard]] Result<NetworkInterface> find_interface(const std::string& name);

// The prefix of the interface's network that holds `address`; nothing when none does.
[[nodiscard]] std::optional<int> prefix_for(const NetworkInterface& interface,
                                            const Address& address);

// Makes an interface on the link of `parent` in a namespace, brings it up with these addresses and
// with the parent's gateways; it goes with the namespace. Its index and hardware address are those
// in the result, which has no addresses and routes.
[[nodiscard]] Result<NetworkInterface> add_interface(
    const NetworkInterface& parent, int network_namespace,
    const std::vector<InterfaceAddress>& addresses);

// Needs no error: what is not there is not there.
void remove_interface(int network_namespace, int index);

}  // namespace nfsready
