// Who has an address on a link: the frames of ARP (RFC 826, RFC 5227) and of Neighbour Discovery
// (RFC 4861) that ask it, say it and answer it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/address.h"

namespace nfsready {

using HardwareAddress = std::array<std::uint8_t, 6>;  // of Ethernet

// "52:54:00:12:34:56"
[[nodiscard]] std::string text(const HardwareAddress& address);

// An address in network order: 4 bytes or 16. The reverse gives no address for any other length.
[[nodiscard]] std::string bytes_of(const Address& address);
[[nodiscard]] Address address_of_bytes(std::string_view bytes);

// The frame that asks whether anybody has `address`, in the name of nobody: it changes no table of
// those who hear it. For IPv4 an ARP probe (RFC 5227, 2.1.1), for IPv6 the solicitation of
// duplicate address detection (RFC 4862, 5.4.2).
[[nodiscard]] std::string question_about(const Address& address, const HardwareAddress& from);

// The frame that tells everybody that `from` has `address` now, so that tables which know an older
// holder forget it. For IPv4 an ARP announcement (RFC 5227, 2.3), for IPv6 an unsolicited
// advertisement (RFC 4861, 7.2.6).
[[nodiscard]] std::string announcement_of(const Address& address, const HardwareAddress& from);

// Somebody has an address, or is about to take it.
struct Claim {
  Address address;
  HardwareAddress holder{};
};

// What a received frame claims; nothing for frames of other kinds and for broken ones.
[[nodiscard]] std::optional<Claim> claim_in(std::string_view frame);

}  // namespace nfsready
