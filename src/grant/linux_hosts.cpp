#include "grant/linux_hosts.h"

#include <algorithm>
#include <limits>

#include "base/text.h"

namespace nfsready {

std::vector<Address> LinuxHosts::resolved(std::string_view name) const {
  constexpr std::size_t kMostAddresses = 16;  // NFSCLNT_ADDRMAX
  std::vector<Address> addresses;
  for (const NameAnswer& answer : names_->addresses(name)) {
    if (addresses.size() < kMostAddresses) addresses.push_back(answer.address);
  }
  return addresses;
}

// The canonical name is the first one on the line that answered, which is where the reverse lookup
// of its address leads to.
std::string_view LinuxHosts::canonical(std::string_view name, const Address& first) const {
  const auto reverse = names_->names(first).names;
  const bool same_line = std::any_of(reverse.begin(), reverse.end(), [&](std::string_view other) {
    return equals_ignoring_case(other, name);
  });
  return same_line ? reverse.front() : name;
}

const std::vector<Address>& LinuxHosts::addresses(const LinuxClient& client) {
  const std::string_view name = client.text.text;
  std::vector<Address> own =
      client.address ? std::vector<Address>{*client.address} : resolved(name);
  if (own.empty()) return none_;
  constexpr std::uint32_t kNoClient = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t known = kNoClient;
  for (const Address& address : own) {
    const auto found = client_with_.find(address);
    if (found != client_with_.end()) known = std::min(known, found->second);
  }
  if (known != kNoClient) return admitted_[known];
  for (const Address& address : own) {
    client_with_.emplace(address, static_cast<std::uint32_t>(admitted_.size()));
  }
  if (!client.address) {
    const std::string_view official = canonical(name, own.front());
    if (!equals_ignoring_case(official, name)) own = resolved(official);
  }
  return admitted_.emplace_back(std::move(own));
}

}  // namespace nfsready
