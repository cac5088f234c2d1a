#include "parse/linux_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <string>

#include "base/text.h"
#include "parse/linux_options.h"

namespace nfsready {

namespace {

constexpr std::string_view kPrefixZero =
    "a prefix length of 0 is taken for one of 32 and matches nobody";
constexpr std::string_view kAddressPattern =
    "a wildcard is compared with host names, never with addresses";
constexpr std::string_view kBracketedAddress =
    "brackets make a wildcard of an IPv6 address; it is written without them";
constexpr std::string_view kListInPattern =
    "a comma or colon is part of the pattern, and no host name has one";
constexpr std::string_view kSlashInPattern =
    "a slash is part of the pattern, and no host name has one";
constexpr std::string_view kListOfNames =
    "a comma or colon does not separate clients; this is one name that cannot be resolved";
constexpr std::string_view kNotAName = "no host name has such a character";
constexpr std::string_view kNetworkOfName = "a network is written with an address, not a name";
constexpr std::string_view kLeadingZero = "an octet with a leading zero is refused in a network";
constexpr std::string_view kShortNetwork = "a network needs all four octets of its address";
constexpr std::string_view kBadAddress = "its address is not valid";
constexpr std::string_view kBadPrefix = "its prefix length is not valid";
constexpr std::string_view kBadMask = "its netmask is not valid";

LinuxClient dead(LinuxClient client, std::string_view why) {
  client.kind = LinuxClientKind::kDead;
  client.why_dead = why;
  return client;
}

bool is_numeric(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || c == '.'; });
}

bool has_leading_zero(std::string_view address) {
  const auto octets = split(address, '.');
  return std::any_of(octets.begin(), octets.end(),
                     [](std::string_view octet) { return octet.size() > 1 && octet[0] == '0'; });
}

std::string_view why_no_address(std::string_view address) {
  if (address.find(':') != std::string_view::npos) return kBadAddress;
  if (!is_numeric(address)) return kNetworkOfName;
  if (has_leading_zero(address)) return kLeadingZero;
  return std::count(address.begin(), address.end(), '.') < 3 ? kShortNetwork : kBadAddress;
}

// The address of a link, which no router passes on, may name its interface after a '%'.
std::optional<Address> address_in(std::string_view text) {
  const std::size_t zone = text.find('%');
  if (zone == std::string_view::npos) return Address::parse(text);
  const auto address = Address::parse(text.substr(0, zone));
  if (!address || !Network(*Address::parse("fe80::"), 10).contains(*address)) return std::nullopt;
  return address;
}

bool spells_mask(const Address& address, std::string_view mask) {
  const char separator = address.family() == Address::Family::kIpv4 ? '.' : ':';
  return mask.find(separator) != std::string_view::npos;
}

LinuxClient read_network(LinuxClient client, std::size_t slash) {
  const std::string_view text = client.text.text;
  const std::string_view mask = text.substr(slash + 1);
  const auto address = address_in(text.substr(0, slash));
  if (!address) return dead(client, why_no_address(text.substr(0, slash)));
  client.kind = LinuxClientKind::kNetwork;
  if (spells_mask(*address, mask)) {
    const auto spelled = Address::parse(mask);
    if (!spelled || spelled->family() != address->family()) return dead(client, kBadMask);
    client.network = Network(*address, *spelled);
    return client;
  }
  const auto length = mask.empty() ? std::optional<std::int64_t>(0) : c_number(mask, 10);
  if (!length || *length < 0 || *length > address->bits()) return dead(client, kBadPrefix);
  // The mask is made by shifting a 32-bit word, and x86 shifts by 32 as by 0.
  constexpr int kLengthForZero = 32;
  client.network = Network(*address, *length == 0 ? kLengthForZero : static_cast<int>(*length));
  const bool matches_nobody = *length == 0 && client.network->address() == address->masked(0);
  return matches_nobody ? dead(client, kPrefixZero) : client;
}

// Whether a character stands in the pattern outside its classes.
bool has_outside_classes(std::string_view pattern, char wanted) {
  bool in_class = false;
  for (const char c : pattern) {
    if (!in_class && c == wanted) return true;
    if (c == '[') in_class = true;
    if (c == ']') in_class = false;
  }
  return false;
}

// 10.0.0.*: begins like an address, and holds nothing that an address pattern would not.
bool looks_like_address(std::string_view pattern) {
  constexpr std::string_view kAddressBytes = "0123456789.*?[]-^/";
  return is_digit(pattern.front()) && pattern.find('.') != std::string_view::npos &&
         pattern.find_first_not_of(kAddressBytes) == std::string_view::npos;
}

LinuxClient read_wildcard(LinuxClient client) {
  const std::string_view pattern = client.text.text;
  client.kind = LinuxClientKind::kWildcard;
  if (looks_like_address(pattern)) return dead(client, kAddressPattern);
  if (pattern.front() == '[' && pattern.substr(0, pattern.find(']')).find(':') != pattern.npos) {
    return dead(client, kBracketedAddress);
  }
  if (has_outside_classes(pattern, '/')) return dead(client, kSlashInPattern);
  if (has_outside_classes(pattern, ',') || has_outside_classes(pattern, ':')) {
    return dead(client, kListInPattern);
  }
  return client;
}

// The resolver takes more than dotted quads for IPv4 addresses: octal and hexadecimal numbers, and
// fewer than four of them (inet_aton(3)). So 010.0.0.1 is 8.0.0.1, and 10.1 is 10.0.0.1.
std::optional<Address> resolver_address(std::string_view text) {
  constexpr std::size_t kLongest = 64;
  if (text.empty() || !is_digit(text.front()) || text.size() > kLongest) return std::nullopt;
  if (std::any_of(text.begin(), text.end(), is_space)) return std::nullopt;
  in_addr parsed{};
  if (inet_aton(std::string(text).c_str(), &parsed) == 0) return std::nullopt;
  return Address::from_ipv4(ntohl(parsed.s_addr));
}

LinuxClient read_host(LinuxClient client) {
  constexpr std::string_view kNeverInNames = "()\\\"'{}=;<>&|%$!#";
  const std::string_view name = client.text.text;
  client.kind = LinuxClientKind::kHost;
  client.address = address_in(name);
  if (!client.address) client.address = resolver_address(name);
  if (client.address) return client;
  if (name.find_first_of(",:") != name.npos) return dead(client, kListOfNames);
  if (name.find_first_of(kNeverInNames) != name.npos) return dead(client, kNotAName);
  return client;
}

// Where the first byte stands that makes a network or a pattern of a name.
std::size_t telling_byte(std::string_view spec) {
  for (std::size_t i = 0; i < spec.size(); ++i) {
    if (std::string_view("*?[/").find(spec[i]) != std::string_view::npos) return i;
    if (spec[i] == '\\') ++i;
  }
  return spec.size();
}

}  // namespace

LinuxClient read_linux_client(const Token& text) {
  LinuxClient client;
  client.text = text;
  const std::string_view spec = text.text;
  if (spec.empty() || spec == "*") return client;
  if (spec.starts_with("gss/")) {
    client.kind = LinuxClientKind::kGss;
    return client;
  }
  if (spec.front() == '@') {
    client.kind = LinuxClientKind::kNetgroup;
    return client;
  }
  const std::size_t tell = telling_byte(spec);
  if (tell == spec.size()) return read_host(client);
  return spec[tell] == '/' ? read_network(client, tell) : read_wildcard(client);
}

}  // namespace nfsready
