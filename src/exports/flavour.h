// RPC security flavours and NFS versions, as small sets.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace nfsready {

enum class Flavour : std::uint8_t { kNone, kSys, kDh, kKrb5, kKrb5i, kKrb5p };

inline constexpr std::array<std::string_view, 6> kFlavourNames = {"none", "sys",   "dh",
                                                                  "krb5", "krb5i", "krb5p"};

class FlavourSet {
 public:
  constexpr FlavourSet() = default;
  constexpr FlavourSet(std::initializer_list<Flavour> flavours) {
    for (const Flavour flavour : flavours) add(flavour);
  }

  constexpr void add(Flavour flavour) { bits_ |= bit(flavour); }
  [[nodiscard]] constexpr bool has(Flavour flavour) const { return (bits_ & bit(flavour)) != 0; }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  friend bool operator==(const FlavourSet&, const FlavourSet&) = default;

 private:
  static constexpr std::uint8_t bit(Flavour flavour) {
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(flavour));
  }
  std::uint8_t bits_ = 0;
};

// NFS versions 2, 3 and 4.
class VersionSet {
 public:
  constexpr VersionSet() = default;
  constexpr VersionSet(std::initializer_list<int> versions) {
    for (const int version : versions) add(version);
  }

  constexpr void add(int version) { bits_ |= static_cast<std::uint8_t>(1U << unsigned(version)); }
  [[nodiscard]] constexpr bool has(int version) const {
    return (bits_ & (1U << unsigned(version))) != 0;
  }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  friend bool operator==(const VersionSet&, const VersionSet&) = default;

 private:
  std::uint8_t bits_ = 0;
};

}  // namespace nfsready
