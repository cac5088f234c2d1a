#include "plan/server_addresses.h"

#include <algorithm>

namespace nfsready {

std::vector<Address> addresses_of(const Site& site, const Mount& mount) {
  std::vector<Address> addresses;
  if (const auto literal = Address::parse(mount.server_text)) addresses.push_back(*literal);
  if (mount.server != kNoIndex) {
    for (const std::uint32_t head : site.heads_of(mount.server)) {
      const auto& known = site.servers[head].addresses;
      addresses.insert(addresses.end(), known.begin(), known.end());
    }
  } else if (addresses.empty()) {
    for (const NameAnswer& answer : site.names->addresses(mount.server_text)) {
      addresses.push_back(answer.address);
    }
  }
  std::sort(addresses.begin(), addresses.end());
  addresses.erase(std::unique(addresses.begin(), addresses.end()), addresses.end());
  return addresses;
}

}  // namespace nfsready
