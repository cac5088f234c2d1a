#include "observe/neighbours.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cstddef>

#include "observe/hex.h"

namespace nfsready {

namespace {

constexpr HardwareAddress kBroadcast = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
constexpr HardwareAddress kNobody = {};
constexpr std::uint16_t kEtherArp = 0x0806;
constexpr std::uint16_t kEtherIpv6 = 0x86dd;
constexpr std::uint16_t kArpRequest = 1;
constexpr std::size_t kEthernetHeader = 14;
constexpr std::size_t kIpv6Header = 40;
constexpr std::size_t kArpSize = 28;
constexpr std::size_t kNeighbourSize = 24;  // a solicitation or an advertisement, without options
constexpr std::uint8_t kIcmpv6 = 58;
constexpr std::uint8_t kHopLimit = 255;  // RFC 4861: others are not from this link
constexpr std::uint8_t kSolicitation = 135;
constexpr std::uint8_t kAdvertisement = 136;
constexpr std::uint8_t kOverride = 0x20;                    // of an advertisement's flags
constexpr std::uint8_t kTargetHardware = 2;                 // an option of an advertisement
const std::string kArpIpv4("\x00\x01\x08\x00\x06\x04", 6);  // Ethernet, IPv4, their sizes

std::string bytes(const HardwareAddress& address) { return {address.begin(), address.end()}; }

std::string bytes(std::uint16_t number) {
  return {static_cast<char>(number >> 8U), static_cast<char>(number & 0xffU)};
}

std::uint8_t byte_at(std::string_view text, std::size_t place) {
  return static_cast<std::uint8_t>(text[place]);
}

std::uint16_t number_at(std::string_view text, std::size_t place) {
  return static_cast<std::uint16_t>(byte_at(text, place) << 8U | byte_at(text, place + 1));
}

HardwareAddress hardware_in(std::string_view six) {
  HardwareAddress address{};
  std::copy_n(six.begin(), address.size(), address.begin());
  return address;
}

bool is_zero(std::string_view text) {
  return text.find_first_not_of('\0') == std::string_view::npos;
}

std::string ethernet(const HardwareAddress& to, const HardwareAddress& from, std::uint16_t type) {
  return bytes(to) + bytes(from) + bytes(type);
}

std::string arp_request(const HardwareAddress& from, const std::string& sender,
                        const Address& target) {
  return ethernet(kBroadcast, from, kEtherArp) + kArpIpv4 + bytes(kArpRequest) + bytes(from) +
         sender + bytes(kNobody) + bytes_of(target);
}

// RFC 4443, 2.3: over a pseudo header and the message, whose own sum is 0 here.
std::uint16_t checksum(const std::string& source, const std::string& destination,
                       const std::string& message) {
  const auto length = static_cast<std::uint16_t>(message.size());
  std::string summed = source + destination + bytes(std::uint16_t{0}) + bytes(length) +
                       bytes(std::uint16_t{0}) + bytes(std::uint16_t{kIcmpv6}) + message;
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i + 1 < summed.size(); i += 2) sum += number_at(summed, i);
  while (sum >> 16U != 0) sum = (sum & 0xffffU) + (sum >> 16U);
  return static_cast<std::uint16_t>(~sum);
}

// RFC 2464, section 7.
HardwareAddress multicast(const std::string& group) {
  HardwareAddress address = {0x33, 0x33};
  std::copy(group.end() - 4, group.end(), address.begin() + 2);
  return address;
}

std::string ipv6_frame(const HardwareAddress& from, const std::string& source,
                       const std::string& group, std::string message) {
  const std::string sum = bytes(checksum(source, group, message));
  std::copy(sum.begin(), sum.end(), message.begin() + 2);
  const std::string header = std::string("\x60\0\0\0", 4) +
                             bytes(static_cast<std::uint16_t>(message.size())) +
                             static_cast<char>(kIcmpv6) + static_cast<char>(kHopLimit);
  return ethernet(multicast(group), from, kEtherIpv6) + header + source + group + message;
}

// Type, code, room for the checksum, flags.
std::string icmpv6(std::uint8_t type, std::uint8_t flags) {
  return std::string{static_cast<char>(type), 0, 0, 0, static_cast<char>(flags), 0, 0, 0};
}

std::string solicited_node_group(const std::string& address) {
  return bytes_of(*Address::parse("ff02::1:ff00:0")).substr(0, 13) + address.substr(13);
}

// A sender of 0.0.0.0 asks whether it may take the target (RFC 5227).
std::optional<Claim> arp_claim(std::string_view packet) {
  if (packet.size() < kArpSize || !packet.starts_with(kArpIpv4)) return std::nullopt;
  const std::string_view sender = packet.substr(14, 4);
  const bool is_probe = is_zero(sender);
  if (is_probe && number_at(packet, 6) != kArpRequest) return std::nullopt;
  return Claim{address_of_bytes(is_probe ? packet.substr(24, 4) : sender),
               hardware_in(packet.substr(8, 6))};
}

// A solicitation claims its target when it comes from nobody (RFC 4862), else it only asks.
std::optional<Claim> neighbour_claim(std::string_view frame) {
  const std::string_view packet = frame.substr(kEthernetHeader);
  if (packet.size() < kIpv6Header + kNeighbourSize || byte_at(packet, 6) != kIcmpv6 ||
      byte_at(packet, 7) != kHopLimit) {
    return std::nullopt;
  }
  const std::string_view message = packet.substr(kIpv6Header);
  const std::uint8_t type = byte_at(message, 0);
  const bool from_nobody = is_zero(packet.substr(8, 16));
  if (type != kAdvertisement && !(type == kSolicitation && from_nobody)) return std::nullopt;
  return Claim{address_of_bytes(message.substr(8, 16)), hardware_in(frame.substr(6, 6))};
}

}  // namespace

std::string text(const HardwareAddress& address) {
  std::string result;
  for (const std::uint8_t byte : address) {
    if (!result.empty()) result += ':';
    result += to_hex(std::string(1, static_cast<char>(byte)));
  }
  return result;
}

std::string bytes_of(const Address& address) {
  std::string result(static_cast<std::size_t>(address.bits()) / 8, '\0');
  const int family = address.family() == Address::Family::kIpv4 ? AF_INET : AF_INET6;
  inet_pton(family, address.text().c_str(), result.data());
  return result;
}

Address address_of_bytes(std::string_view bytes) {
  if (bytes.size() != 4 && bytes.size() != 16) return {};
  std::array<char, INET6_ADDRSTRLEN> words{};
  inet_ntop(bytes.size() == 4 ? AF_INET : AF_INET6, bytes.data(), words.data(), words.size());
  return Address::parse(words.data()).value_or(Address());
}

std::string question_about(const Address& address, const HardwareAddress& from) {
  if (address.family() == Address::Family::kIpv4) {
    return arp_request(from, std::string(4, '\0'), address);
  }
  const std::string target = bytes_of(address);
  return ipv6_frame(from, std::string(16, '\0'), solicited_node_group(target),
                    icmpv6(kSolicitation, 0) + target);
}

std::string announcement_of(const Address& address, const HardwareAddress& from) {
  const std::string target = bytes_of(address);
  if (address.family() == Address::Family::kIpv4) return arp_request(from, target, address);
  const std::string own_hardware = std::string{static_cast<char>(kTargetHardware), 1} + bytes(from);
  return ipv6_frame(from, target, bytes_of(*Address::parse("ff02::1")),
                    icmpv6(kAdvertisement, kOverride) + target + own_hardware);
}

std::optional<Claim> claim_in(std::string_view frame) {
  if (frame.size() < kEthernetHeader) return std::nullopt;
  const std::uint16_t type = number_at(frame, 12);
  if (type == kEtherArp) return arp_claim(frame.substr(kEthernetHeader));
  if (type == kEtherIpv6) return neighbour_claim(frame);
  return std::nullopt;
}

}  // namespace nfsready
