#include "observe/probe_name.h"

#include <sys/random.h>

#include <array>
#include <cstdint>

#include "observe/hex.h"

namespace nfsready {

namespace {

constexpr std::size_t kRandomBytes = 12;
constexpr std::size_t kRandomDigits = 2 * kRandomBytes;

// FNV-1a, 32 bits: another program's random name has them once in four thousand million times.
std::string check_digits(std::string_view digits) {
  std::uint32_t hash = 2166136261U;
  for (const char digit : digits) hash = (hash ^ static_cast<unsigned char>(digit)) * 16777619U;
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(hash >> shift & 0xffU);
  return to_hex(bytes);
}

}  // namespace

std::string new_probe_name() {
  std::array<char, kRandomBytes> bytes{};
  // Never blocks once the system is up, and is never short for so few bytes (getrandom(2)).
  static_cast<void>(getrandom(bytes.data(), bytes.size(), 0));
  const std::string digits = to_hex({bytes.data(), bytes.size()});
  return std::string(kProbePrefix) + digits + check_digits(digits);
}

bool is_probe_name(std::string_view name) {
  if (!name.starts_with(kProbePrefix)) return false;
  name.remove_prefix(kProbePrefix.size());
  return name.size() > kRandomDigits &&
         name.substr(kRandomDigits) == check_digits(name.substr(0, kRandomDigits));
}

}  // namespace nfsready
