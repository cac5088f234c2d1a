#include "observe/network_interface.h"

#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <netlink/netlink.h>
#include <netlink/route/addr.h>
#include <netlink/route/link.h>
#include <netlink/route/link/macvlan.h>
#include <netlink/route/nexthop.h>
#include <netlink/route/route.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <utility>

#include "observe/network_namespace.h"

namespace nfsready {

namespace {

constexpr const char* kChildName = "nfsready0";

template <auto kFree>
struct FreeWith {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};
using Socket = std::unique_ptr<nl_sock, FreeWith<nl_socket_free>>;
using Link = std::unique_ptr<rtnl_link, FreeWith<rtnl_link_put>>;
using Cache = std::unique_ptr<nl_cache, FreeWith<nl_cache_free>>;
using NetlinkAddress = std::unique_ptr<nl_addr, FreeWith<nl_addr_put>>;
using AddressEntry = std::unique_ptr<rtnl_addr, FreeWith<rtnl_addr_put>>;
using RouteEntry = std::unique_ptr<rtnl_route, FreeWith<rtnl_route_put>>;

// `code` is negative, as libnl's functions return it.
Error failed(const std::string& what, int code) {
  std::string message = "cannot " + what + ": " + nl_geterror(code);
  if (code == -NLE_PERM) message += " (this needs root)";
  return {std::move(message), {}};
}

Result<Socket> open_netlink() {
  Socket socket(nl_socket_alloc());
  const int code = socket ? nl_connect(socket.get(), NETLINK_ROUTE) : -NLE_NOMEM;
  if (code < 0) return failed("ask the kernel for its interfaces", code);
  return socket;
}

Address address_in(nl_addr* from) {
  if (from == nullptr) return {};
  const std::string bytes(static_cast<const char*>(nl_addr_get_binary_addr(from)),
                          nl_addr_get_len(from));
  return address_of_bytes(bytes);
}

NetlinkAddress netlink_address(const Address& address, int prefix) {
  const std::string bytes = bytes_of(address);
  const int family = address.family() == Address::Family::kIpv4 ? AF_INET : AF_INET6;
  NetlinkAddress result(nl_addr_build(family, bytes.data(), bytes.size()));
  nl_addr_set_prefixlen(result.get(), prefix);
  return result;
}

template <typename Entry, typename Visit>
void for_each(const Cache& cache, const Visit& visit) {
  for (nl_object* object = nl_cache_get_first(cache.get()); object != nullptr;
       object = nl_cache_get_next(object)) {
    visit(reinterpret_cast<Entry*>(object));
  }
}

Result<bool> take_addresses(nl_sock* socket, NetworkInterface& interface) {
  nl_cache* listed = nullptr;
  if (const int code = rtnl_addr_alloc_cache(socket, &listed); code < 0) {
    return failed("list the addresses of this host", code);
  }
  const Cache cache(listed);
  for_each<rtnl_addr>(cache, [&](rtnl_addr* entry) {
    const Address address = address_in(rtnl_addr_get_local(entry));
    if (!address.is_set()) return;
    interface.addresses_of_host.push_back(address);
    if (rtnl_addr_get_ifindex(entry) != interface.index) return;
    interface.addresses.push_back({address, rtnl_addr_get_prefixlen(entry)});
  });
  return true;
}

Address any_like(const Address& address) {
  return *Address::parse(address.family() == Address::Family::kIpv4 ? "0.0.0.0" : "::");
}

// Only of the main table and with one gateway: what a host on one network has.
void take_route(rtnl_route* entry, NetworkInterface& interface) {
  if (rtnl_route_get_table(entry) != RT_TABLE_MAIN || rtnl_route_get_nnexthops(entry) != 1) return;
  rtnl_nexthop* const hop = rtnl_route_nexthop_n(entry, 0);
  const Address gateway = address_in(rtnl_route_nh_get_gateway(hop));
  if (rtnl_route_nh_get_ifindex(hop) != interface.index || !gateway.is_set()) return;
  nl_addr* const destination = rtnl_route_get_dst(entry);
  const bool is_default = destination == nullptr || nl_addr_get_len(destination) == 0;
  GatewayRoute route;
  route.network = is_default ? any_like(gateway) : address_in(destination);
  route.prefix = is_default ? 0 : static_cast<int>(nl_addr_get_prefixlen(destination));
  route.gateway = gateway;
  interface.routes.push_back(route);
}

Result<bool> take_routes(nl_sock* socket, NetworkInterface& interface) {
  nl_cache* listed = nullptr;
  if (const int code = rtnl_route_alloc_cache(socket, AF_UNSPEC, 0, &listed); code < 0) {
    return failed("list the routes of this host", code);
  }
  const Cache cache(listed);
  for_each<rtnl_route>(cache, [&](rtnl_route* entry) { take_route(entry, interface); });
  return true;
}

Result<NetworkInterface> interface_of(nl_sock* socket, const std::string& name) {
  rtnl_link* found = nullptr;
  if (const int code = rtnl_link_get_kernel(socket, 0, name.c_str(), &found); code < 0) {
    return Error{"no interface '" + name + "' (see 'ip link'): " + nl_geterror(code), {}};
  }
  const Link link(found);
  NetworkInterface interface;
  interface.name = name;
  interface.index = rtnl_link_get_ifindex(found);
  nl_addr* const hardware = rtnl_link_get_addr(found);
  if (rtnl_link_get_arptype(found) != ARPHRD_ETHER || hardware == nullptr ||
      nl_addr_get_len(hardware) != interface.hardware.size()) {
    return Error{"interface '" + name + "' is not Ethernet", {}};
  }
  std::memcpy(interface.hardware.data(), nl_addr_get_binary_addr(hardware),
              interface.hardware.size());
  if ((rtnl_link_get_flags(found) & IFF_UP) == 0) {
    return Error{"interface '" + name + "' is down: ip link set " + name + " up", {}};
  }
  return interface;
}

Result<bool> make_child(nl_sock* socket, const NetworkInterface& parent, int network_namespace) {
  const Link child(rtnl_link_macvlan_alloc());
  rtnl_link_set_name(child.get(), kChildName);
  rtnl_link_set_link(child.get(), parent.index);
  rtnl_link_macvlan_set_mode(child.get(),
                             static_cast<std::uint32_t>(rtnl_link_macvlan_str2mode("bridge")));
  rtnl_link_set_ns_fd(child.get(), network_namespace);
  const int code = rtnl_link_add(socket, child.get(), NLM_F_CREATE | NLM_F_EXCL);
  if (code == -NLE_BUSY) {
    return Error{
        "interface '" + parent.name + "' belongs to a bridge or a bond: name that one instead", {}};
  }
  if (code < 0) return failed("put an interface beside '" + parent.name + "'", code);
  return true;
}

Result<bool> bring_up(nl_sock* socket, const char* name) {
  rtnl_link* found = nullptr;
  int code = rtnl_link_get_kernel(socket, 0, name, &found);
  const Link link(found);
  const Link change(rtnl_link_alloc());
  rtnl_link_set_flags(change.get(), IFF_UP);
  if (code >= 0) code = rtnl_link_change(socket, found, change.get(), 0);
  if (code < 0) return failed(std::string("bring up ") + name, code);
  return true;
}

Result<bool> add_address(nl_sock* socket, int index, const InterfaceAddress& added) {
  const AddressEntry entry(rtnl_addr_alloc());
  const NetlinkAddress local = netlink_address(added.address, added.prefix);
  rtnl_addr_set_ifindex(entry.get(), index);
  rtnl_addr_set_local(entry.get(), local.get());
  // That nobody has it is known already.
  rtnl_addr_set_flags(entry.get(), IFA_F_NODAD);
  const int code = rtnl_addr_add(socket, entry.get(), NLM_F_CREATE | NLM_F_EXCL);
  if (code < 0) return failed("take the address " + added.address.text(), code);
  return true;
}

// A gateway that none of the taken addresses reaches is left out.
void add_route(nl_sock* socket, int index, const GatewayRoute& added) {
  const RouteEntry entry(rtnl_route_alloc());
  const NetlinkAddress destination = netlink_address(added.network, added.prefix);
  const NetlinkAddress gateway = netlink_address(added.gateway, added.gateway.bits());
  rtnl_route_set_family(entry.get(),
                        added.gateway.family() == Address::Family::kIpv4 ? AF_INET : AF_INET6);
  rtnl_route_set_dst(entry.get(), destination.get());
  rtnl_nexthop* const hop = rtnl_route_nh_alloc();
  rtnl_route_nh_set_ifindex(hop, index);
  rtnl_route_nh_set_gateway(hop, gateway.get());
  rtnl_route_add_nexthop(entry.get(), hop);
  rtnl_route_add(socket, entry.get(), NLM_F_CREATE);
}

}  // namespace

Result<NetworkInterface> find_interface(const std::string& name) {
  auto socket = open_netlink();
  if (!socket) return socket.error();
  auto interface = interface_of(socket.value().get(), name);
  if (!interface) return interface;
  const auto addresses = take_addresses(socket.value().get(), interface.value());
  if (!addresses) return addresses.error();
  const auto routes = take_routes(socket.value().get(), interface.value());
  if (!routes) return routes.error();
  return interface;
}

std::optional<int> prefix_for(const NetworkInterface& interface, const Address& address) {
  const auto found =
      std::find_if(interface.addresses.begin(), interface.addresses.end(), [&](const auto& own) {
        return own.address.family() == address.family() &&
               own.address.masked(own.prefix) == address.masked(own.prefix);
      });
  if (found == interface.addresses.end()) return std::nullopt;
  return found->prefix;
}

Result<NetworkInterface> add_interface(const NetworkInterface& parent, int network_namespace,
                                       const std::vector<InterfaceAddress>& addresses) {
  auto outside = open_netlink();
  if (!outside) return outside.error();
  if (const auto made = make_child(outside.value().get(), parent, network_namespace); !made) {
    return made.error();
  }
  const NamespaceVisit visit(network_namespace);
  auto inside = open_netlink();
  if (!inside) return inside.error();
  nl_sock* const socket = inside.value().get();
  for (const char* const name : {"lo", kChildName}) {
    if (const auto up = bring_up(socket, name); !up) return up.error();
  }
  auto child = interface_of(socket, kChildName);
  if (!child) return child;
  for (const InterfaceAddress& address : addresses) {
    const auto added = add_address(socket, child.value().index, address);
    if (!added) return added.error();
  }
  for (const GatewayRoute& route : parent.routes) add_route(socket, child.value().index, route);
  return child;
}

void remove_interface(int network_namespace, int index) {
  const NamespaceVisit visit(network_namespace);
  const auto socket = open_netlink();
  const Link link(rtnl_link_alloc());
  rtnl_link_set_ifindex(link.get(), index);
  if (visit.error() == 0 && socket) rtnl_link_delete(socket.value().get(), link.get());
}

}  // namespace nfsready
