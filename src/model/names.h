// Name resolution as one server sees it: its own hosts file first, then the site's names.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/address.h"
#include "base/source.h"
#include "parse/hosts.h"
#include "parse/netgroup.h"

namespace nfsready {

// A hosts table that can be asked. Names compare without case. The index is made at the first
// question; asking is safe from several threads.
class HostsIndex {
 public:
  explicit HostsIndex(std::shared_ptr<const HostsTable> table);

  // The entries that carry a name, in file order.
  [[nodiscard]] std::vector<const HostsEntry*> with_name(std::string_view name) const;
  // The first entry of an address, or null: later lines never answer a reverse lookup.
  [[nodiscard]] const HostsEntry* with_address(const Address& address) const;
  [[nodiscard]] std::span<const std::string_view> names_of(const HostsEntry& entry) const;
  [[nodiscard]] const HostsTable& table() const { return *table_; }

 private:
  void build() const;

  std::shared_ptr<const HostsTable> table_;
  mutable std::once_flag once_;
  mutable std::vector<std::uint32_t> name_slots_;     // open addressing; 0 is empty, else index + 1
  mutable std::vector<std::uint32_t> address_slots_;  // likewise
};

// A hosts index, and the file its offsets count in.
struct HostsSource {
  std::shared_ptr<const HostsIndex> index;
  SourceId file = kNoSource;
};

// The netgroups of one server or of the site, by name.
using Netgroups = std::unordered_map<std::string_view, const Netgroup*>;

// One answer of a forward lookup.
struct NameAnswer {
  Address address;
  Span where;  // the hosts line; not set when the system's resolver answered
};

// The answer of a reverse lookup: the canonical name, then the aliases.
struct ReverseAnswer {
  bool known = true;  // false: there is no hosts source at all, so nothing can be said
  std::span<const std::string_view> names;
  Span where;
};

// Asks the system's resolver; used only when the user wants it (--dns).
struct SystemResolver {
  std::function<std::vector<Address>(std::string_view name)> addresses;
  std::function<std::span<const std::string_view>(const Address&)> names;
};

class Names {
 public:
  // Sources in the order in which they are asked; the first that knows the answer gives it.
  Names(std::vector<HostsSource> hosts, std::vector<const Netgroups*> netgroups,
        const SystemResolver* system = nullptr);

  // True when there is at least one source of names.
  [[nodiscard]] bool any_source() const { return !hosts_.empty() || system_ != nullptr; }

  // All addresses of a name in the first source that knows it, in its order. An address text is
  // its own answer. Empty: the name does not resolve.
  [[nodiscard]] std::vector<NameAnswer> addresses(std::string_view name) const;
  [[nodiscard]] bool resolves_to(std::string_view name, const Address& address) const;
  [[nodiscard]] ReverseAnswer names(const Address& address) const;

  // The netgroup of that name, or null. `any_netgroups` tells whether there are any at all.
  [[nodiscard]] const Netgroup* netgroup(std::string_view name) const;
  [[nodiscard]] bool any_netgroups() const { return !netgroups_.empty(); }

  // Calls `visit` for every triple of a netgroup, nested groups included; a group that contains
  // itself is visited once. `visit` returns true to stop; the result tells whether it did.
  bool visit_netgroup(std::string_view name,
                      const std::function<bool(const NetgroupMember&)>& visit) const;

 private:
  std::vector<HostsSource> hosts_;
  std::vector<const Netgroups*> netgroups_;
  const SystemResolver* system_;
};

}  // namespace nfsready
