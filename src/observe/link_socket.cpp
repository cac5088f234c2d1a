#include "observe/link_socket.h"

#include <arpa/inet.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>
#include <utility>

namespace nfsready {

namespace {

constexpr std::size_t kLongestFrame = 2048;

Error failed(const std::string& interface) {
  const int error = errno;
  return {"cannot listen on '" + interface + "': " + std::generic_category().message(error) +
              (error == EPERM ? " (this needs root)" : ""),
          {}};
}

constexpr sock_filter statement(std::uint32_t code, std::uint32_t value) {
  return {static_cast<std::uint16_t>(code), 0, 0, value};
}

// `yes` and `no`: how many statements to skip.
constexpr sock_filter jump(std::uint32_t value, std::uint8_t yes, std::uint8_t no) {
  return {static_cast<std::uint16_t>(BPF_JMP | BPF_JEQ | BPF_K), yes, no, value};
}

// The link carries the whole traffic of the host; a busy one would drown the few frames that count.
bool filter(int socket) {
  constexpr std::uint32_t kEtherType = 12;
  constexpr std::uint32_t kNextHeader = 20;
  constexpr std::uint32_t kIcmpType = 54;
  // Frames of the VLANs that share the link are not on it.
  constexpr auto kVlanTag = static_cast<std::uint32_t>(SKF_AD_OFF + SKF_AD_VLAN_TAG_PRESENT);
  std::array<sock_filter, 11> program = {{
      statement(BPF_LD | BPF_W | BPF_ABS, kVlanTag),
      jump(0, 0, 7),
      statement(BPF_LD | BPF_H | BPF_ABS, kEtherType),
      jump(ETH_P_ARP, 6, 0),
      jump(ETH_P_IPV6, 0, 4),
      statement(BPF_LD | BPF_B | BPF_ABS, kNextHeader),
      jump(IPPROTO_ICMPV6, 0, 2),
      statement(BPF_LD | BPF_B | BPF_ABS, kIcmpType),
      {static_cast<std::uint16_t>(BPF_JMP | BPF_JGE | BPF_K), 1, 0, 135},
      statement(BPF_RET | BPF_K, 0),
      statement(BPF_RET | BPF_K, kLongestFrame),
  }};
  const sock_fprog attached{program.size(), program.data()};
  return setsockopt(socket, SOL_SOCKET, SO_ATTACH_FILTER, &attached, sizeof attached) == 0;
}

// Answers to IPv6 questions that nobody asks go to a multicast group.
void hear_multicast(int socket, int index) {
  packet_mreq membership{};
  membership.mr_ifindex = index;
  membership.mr_type = PACKET_MR_ALLMULTI;
  setsockopt(socket, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &membership, sizeof membership);
}

sockaddr_ll link_address(int index) {
  sockaddr_ll address{};
  address.sll_family = AF_PACKET;
  address.sll_protocol = htons(ETH_P_ALL);
  address.sll_ifindex = index;
  return address;
}

}  // namespace

Result<LinkSocket> LinkSocket::open(const NetworkInterface& interface) {
  // Without a protocol it hears nothing until it is bound.
  Descriptor socket(::socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket.is_open() || !filter(socket.get())) return failed(interface.name);
  hear_multicast(socket.get(), interface.index);
  const sockaddr_ll own = link_address(interface.index);
  if (bind(socket.get(), reinterpret_cast<const sockaddr*>(&own), sizeof own) != 0) {
    return failed(interface.name);
  }
  return LinkSocket(std::move(socket), interface.index);
}

bool LinkSocket::send(const std::string& frame) const {
  const sockaddr_ll to = link_address(index_);
  return sendto(socket_.get(), frame.data(), frame.size(), 0,
                reinterpret_cast<const sockaddr*>(&to), sizeof to) >= 0;
}

std::optional<Claim> LinkSocket::receive(const Deadline& deadline) const {
  std::array<char, kLongestFrame> frame{};
  while (!deadline.passed()) {
    const ssize_t size = recv(socket_.get(), frame.data(), frame.size(), 0);
    if (size >= 0) {
      const auto claim = claim_in({frame.data(), static_cast<std::size_t>(size)});
      if (claim) return claim;
      continue;
    }
    pollfd waiting{socket_.get(), POLLIN, 0};
    if (poll(&waiting, 1, deadline.poll_timeout()) <= 0) return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace nfsready
