// Which addresses the host entries of a Linux table admit.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/address.h"
#include "exports/linux.h"
#include "model/names.h"

namespace nfsready {

// exportfs resolves a name, and writes its canonical form into etab; mountd resolves that one
// again. Two host entries that share an address are one client, wherever they stand: the one that
// is read first lends its name to the other (support/export/client.c, client_lookup). So entries
// must be asked for in reading order.
class LinuxHosts {
 public:
  explicit LinuxHosts(const Names& names) : names_(&names) {}

  // The addresses that a kHost entry admits; empty when its name does not resolve.
  [[nodiscard]] const std::vector<Address>& addresses(const LinuxClient& client);

 private:
  [[nodiscard]] std::vector<Address> resolved(std::string_view name) const;
  [[nodiscard]] std::string_view canonical(std::string_view name, const Address& first) const;

  const Names* names_;
  std::vector<std::vector<Address>> admitted_;              // per client that was told apart
  std::unordered_map<Address, std::uint32_t> client_with_;  // index into admitted_
  std::vector<Address> none_;
};

}  // namespace nfsready
