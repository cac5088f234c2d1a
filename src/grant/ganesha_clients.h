// The clients of one EXPORT of NFS-Ganesha: which CLIENT block a caller falls under
// (support/exports.c, client_match).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/address.h"
#include "exports/ganesha.h"
#include "grant/ganesha_wildcard.h"
#include "model/names.h"

namespace nfsready {

// A caller as NFS-Ganesha sees it.
struct GaneshaCaller {
  Address address;
  std::string address_text;
  ReverseAnswer reverse;

  GaneshaCaller(const Names& names, const Address& from)
      : address(from), address_text(from.text()), reverse(names.names(from)) {}

  [[nodiscard]] bool name_known() const { return reverse.known; }
  // The canonical name, or the address text when there is none (nfs_ip_name_add).
  [[nodiscard]] std::string_view name() const {
    return reverse.names.empty() ? std::string_view(address_text) : reverse.names.front();
  }
};

// The first block that matches, and those before it that may match as well.
struct GaneshaMatch {
  std::optional<std::uint32_t> block;
  std::vector<std::uint32_t> maybe;  // rising
};

// Asking costs the same whatever the number of clients.
class GaneshaClientIndex {
 public:
  // `intended`: with the blocks that the server drops, as they were meant.
  GaneshaClientIndex(const GaneshaExport& from, bool intended, const Names& names);

  [[nodiscard]] GaneshaMatch find(const GaneshaCaller& caller) const;

 private:
  using Blocks = std::unordered_map<Address, std::uint32_t>;
  using Prefix = std::pair<Address::Family, int>;

  void add(const GaneshaClient& client, std::uint32_t block, const Names& names);
  void add_network(const GaneshaClient& client, std::uint32_t block);
  void add_name(std::string_view name, std::uint32_t block, const Names& names);
  void add_netgroup(std::string_view name, std::uint32_t block, const Names& names);
  void add_members(const Netgroup& group, std::uint32_t block, std::vector<std::string_view>& more);
  [[nodiscard]] std::optional<std::uint32_t> by_address(const Address& address) const;
  [[nodiscard]] std::optional<std::uint32_t> by_name(const GaneshaCaller& caller) const;

  Blocks addresses_;
  std::map<Prefix, Blocks> networks_;
  std::optional<std::uint32_t> everyone_;
  GaneshaWildcards wildcards_;
  std::unordered_map<std::string, std::uint32_t> netgroup_hosts_;  // in lower case
  std::optional<std::uint32_t> netgroup_everyone_;
  std::unordered_set<std::string_view> netgroups_;  // read already
  std::vector<std::uint32_t> by_reverse_name_;      // blocks with wildcards or netgroups
  std::vector<std::uint32_t> unknown_;              // blocks that may match anybody
};

}  // namespace nfsready
