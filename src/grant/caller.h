// A caller as nfs-utils sees it: its address, its names, and the netgroups they are in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/address.h"
#include "model/names.h"

namespace nfsready {

// Whether an entry matches a caller. kMaybe: that cannot be said from what is known.
enum class Match : std::uint8_t { kNo, kMaybe, kYes };

// One caller during one question. The names are looked up when they are first needed.
class Caller {
 public:
  Caller(const Names& names, const Address& address) : source_(&names), address_(address) {}

  [[nodiscard]] const Address& address() const { return address_; }
  // The canonical name of the reverse lookup, then its aliases: those of the IPv4 lines that the
  // canonical name leads to (support/export/client.c asks gethostbyname()). Empty: no name.
  [[nodiscard]] const std::vector<std::string_view>& names();
  // False when there is no source of names, so that nothing can be said.
  [[nodiscard]] bool names_known();
  // "10.0.0.1 (node1.cluster)", as far as there is a name.
  [[nodiscard]] std::string text();

  // A pattern against the names; addresses are never compared (check_wildcard).
  [[nodiscard]] Match matches_pattern(std::string_view pattern);

 private:
  void look_up();

  const Names* source_;
  Address address_;
  bool looked_up_ = false;
  bool known_ = true;
  std::vector<std::string_view> names_;
};

// The hosts of netgroups, ready to be asked.
class NetgroupHosts {
 public:
  explicit NetgroupHosts(const Names& names) : names_(&names) {}

  // Reads a netgroup, nested ones included. `name` must live as long as this.
  void add(std::string_view name);
  // Whether the netgroup holds one of: the names, the address text, the short form of the canonical
  // name. A caller without a name is in no netgroup (check_netgroup). `name` must have been added.
  [[nodiscard]] Match holds(std::string_view name, Caller& caller) const;

 private:
  struct Group {
    bool known = true;
    bool everyone = false;                  // a triple without a host
    std::unordered_set<std::string> hosts;  // in lower case
  };

  const Names* names_;
  std::unordered_map<std::string_view, Group> groups_;
};

}  // namespace nfsready
