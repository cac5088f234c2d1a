#include "parse/ganesha_client.h"

#include <array>
#include <charconv>
#include <string>

#include "base/text.h"

namespace nfsready {

namespace {

constexpr std::size_t kLongestName = 64;  // MAXHOSTNAMELEN of Linux

// An octet with a leading zero is octal, as for inet_aton(3).
std::optional<std::uint32_t> octet_of(std::string_view text) {
  std::uint32_t value = 0;
  const int base = text.starts_with('0') ? 8 : 10;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (result.ec != std::errc{} || result.ptr != text.data() + text.size() || value > 255) {
    return std::nullopt;
  }
  return value;
}

std::optional<Address> address_of(std::string_view text) {
  if (text.find(':') != std::string_view::npos) return Address::parse(text);
  std::uint32_t address = 0;
  for (const std::string_view part : split(text, '.')) {
    const auto octet = octet_of(part);
    if (!octet) return std::nullopt;
    address = (address << 8U) | *octet;
  }
  return Address::from_ipv4(address);
}

std::optional<Network> network_of(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = address_of(text.substr(0, slash));
  const auto length = parse_decimal(text.substr(slash + 1));
  if (!address || !length || *length > static_cast<std::uint64_t>(address->bits())) {
    return std::nullopt;
  }
  return Network(*address, static_cast<int>(*length));
}

GaneshaClient client_of(GaneshaClientKind kind, const Token& text) {
  GaneshaClient client;
  client.kind = kind;
  client.text = text;
  return client;
}

bool is_quoted(GaneshaTermKind kind) {
  return kind == GaneshaTermKind::kDoubleQuoted || kind == GaneshaTermKind::kSingleQuoted;
}

std::string_view hint_for(const GaneshaTerm& term) {
  if (is_quoted(term.kind)) return "write clients without quotes";
  if (term.kind != GaneshaTermKind::kPath) return {};
  return term.text.text.ends_with("/0") ? "write * for everybody"
                                        : "write a network as address/length, 1 to 32";
}

// The client of a term that has the right shape; nothing when its numbers are out of range.
std::optional<GaneshaClient> well_formed_client(const GaneshaTerm& term) {
  const Token& text = term.text;
  GaneshaClient client;
  switch (term.kind) {
    case GaneshaTermKind::kEveryone:
      return client_of(GaneshaClientKind::kEveryone, text);
    case GaneshaTermKind::kNetgroup:
      return client_of(GaneshaClientKind::kNetgroup, text);
    case GaneshaTermKind::kWildcard:
      return client_of(GaneshaClientKind::kWildcard, text);
    case GaneshaTermKind::kAddress:
      client = client_of(GaneshaClientKind::kAddress, text);
      client.address = address_of(text.text);
      return client.address ? std::optional(client) : std::nullopt;
    case GaneshaTermKind::kNetwork:
      client = client_of(GaneshaClientKind::kNetwork, text);
      client.network = network_of(text.text);
      return client.network ? std::optional(client) : std::nullopt;
    default:
      return client_of(GaneshaClientKind::kName, text);
  }
}

bool names_a_client(GaneshaTermKind kind) {
  switch (kind) {
    case GaneshaTermKind::kEveryone:
    case GaneshaTermKind::kAddress:
    case GaneshaTermKind::kNetwork:
    case GaneshaTermKind::kNetgroup:
    case GaneshaTermKind::kWildcard:
    case GaneshaTermKind::kWord:
      return true;
    default:
      return false;
  }
}

bool is_too_long(const GaneshaTerm& term) {
  const bool limited =
      term.kind == GaneshaTermKind::kNetgroup || term.kind == GaneshaTermKind::kWildcard;
  return limited && term.text.text.size() > kLongestName;
}

}  // namespace

std::optional<GaneshaClient> ganesha_client(const GaneshaTerm& term, GaneshaFaults& faults) {
  const Span& where = term.text.span;
  if (!names_a_client(term.kind)) {
    faults.minor(ProblemKind::kIgnored, where,
                 quoted(term.text.text) + " is no client to NFS-Ganesha, and is left out",
                 std::string(hint_for(term)));
    return std::nullopt;
  }
  if (is_too_long(term)) {
    faults.severe(where, quoted(term.text.text) + " has more than 64 characters");
    return std::nullopt;
  }
  auto client = well_formed_client(term);
  if (!client) {
    faults.severe(
        where, quoted(term.text.text) + " is no address or network",
        "write octets below 256 without leading zeros, and a length of 1 to 32 (IPv6: 99)");
  }
  return client;
}

std::optional<GaneshaClient> unquoted_ganesha_client(const GaneshaTerm& term) {
  if (!is_quoted(term.kind)) return std::nullopt;
  const std::vector<GaneshaTerm> inner = ganesha_terms(term.text);
  if (inner.size() != 1 || !names_a_client(inner.front().kind)) return std::nullopt;
  return well_formed_client(inner.front());
}

std::vector<GaneshaTerm> ganesha_terms(const Token& text) {
  std::vector<GaneshaTerm> terms;
  GaneshaTermScanner scanner(text.text);
  const bool literal = text.text.size() == text.span.length;
  char sign = 0;
  for (std::size_t at = 0; at < text.text.size();) {
    if (text.text[at] == ',' || is_blank(text.text[at])) {
      ++at;
      continue;
    }
    const auto match = scanner.match(at);
    if (match.length == 0) break;
    Span span = text.span;
    if (literal) {
      span.offset += static_cast<std::uint32_t>(at);
      span.length = static_cast<std::uint32_t>(match.length);
    }
    if (match.kind == GaneshaTermKind::kSign) {
      sign = text.text[at];
    } else {
      terms.push_back({match.kind, {text.text.substr(at, match.length), span}, sign});
      sign = 0;
    }
    at += match.length;
  }
  return terms;
}

}  // namespace nfsready
