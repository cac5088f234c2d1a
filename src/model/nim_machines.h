// The machines that NIM masters boot over NFS, by the host that they are.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/site.h"

namespace nfsready {

// The short name of the host that a diskless or dataless machine object stands for, as its if1 says
// ("network hostname mac adapter"); empty for any other object.
[[nodiscard]] std::string_view host_of_machine(const Stanza& object);

// Built once for all service nodes; asking is safe from several threads.
class NimMachines {
 public:
  explicit NimMachines(const Site& site);

  // The first machine of a host in the listing of a server; null when there is none.
  [[nodiscard]] const Stanza* machine_of(std::uint32_t server, std::string_view host) const;

 private:
  std::vector<std::unordered_map<std::string_view, const Stanza*>> by_host_;  // by server
};

}  // namespace nfsready
