// IPv4 and IPv6 addresses and prefixes.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace nfsready {

class Address {
 public:
  enum class Family : std::uint8_t { kNone, kIpv4, kIpv6 };

  Address() = default;  // no address

  // Dotted quad without leading zeros, or IPv6 text without brackets or zone; else nothing.
  [[nodiscard]] static std::optional<Address> parse(std::string_view text);
  [[nodiscard]] static Address from_ipv4(std::uint32_t host_order);

  [[nodiscard]] Family family() const { return family_; }
  [[nodiscard]] bool is_set() const { return family_ != Family::kNone; }
  [[nodiscard]] bool is_loopback() const;
  [[nodiscard]] int bits() const { return family_ == Family::kIpv4 ? 32 : 128; }
  [[nodiscard]] std::string text() const;

  // The address with all but its first `length` bits cleared. 0 <= length <= bits().
  [[nodiscard]] Address masked(int length) const;
  [[nodiscard]] Address masked(const Address& mask) const;  // same family

  friend bool operator==(const Address&, const Address&) = default;
  friend auto operator<=>(const Address&, const Address&) = default;

  [[nodiscard]] std::size_t hash() const;

 private:
  Family family_ = Family::kNone;
  std::array<std::uint8_t, 16> bytes_{};  // an IPv4 address uses the first four
};

// A network. The mask of an IPv4 network may be non-contiguous (exports(5) accepts that).
class Network {
 public:
  Network(Address address, int length);
  Network(Address address, Address mask);

  [[nodiscard]] bool contains(const Address& address) const;
  [[nodiscard]] const Address& address() const { return address_; }
  [[nodiscard]] const Address& mask() const { return mask_; }

 private:
  Address address_;
  Address mask_;
};

}  // namespace nfsready

template <>
struct std::hash<nfsready::Address> {
  std::size_t operator()(const nfsready::Address& address) const { return address.hash(); }
};
