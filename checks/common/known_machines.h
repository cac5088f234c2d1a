// The machines that the site's tables know: nodes, their interfaces, servers.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "base/address.h"
#include "model/site.h"

namespace nfsready::checks {

// One per run of a check; not safe from several threads.
class KnownMachines {
 public:
  explicit KnownMachines(const Site& site) : site_(site) {}

  // Whether a client that a server lists by name or address is such a machine. A name that does not
  // resolve on that server counts as known: it is nobody. `client` must live as long as this.
  bool knows(const Server& server, std::string_view client);

 private:
  [[nodiscard]] bool is_named(std::string_view name) const;
  [[nodiscard]] bool is_interface(std::string_view name) const;
  [[nodiscard]] bool is_address_of_known(const Server& server, const Address& address) const;
  bool look_closer(const Server& server, std::string_view client);
  void add_names(std::string_view list);
  void gather();
  void gather_hosts();

  const Site& site_;
  std::unordered_map<std::string_view, bool> answers_;  // of names that are no node's
  std::unordered_set<std::string> names_;               // in lower case
  std::unordered_set<Address> addresses_;
};

}  // namespace nfsready::checks
