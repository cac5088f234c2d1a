#include "grant/aix_clients.h"

#include <algorithm>

#include "base/text.h"

namespace nfsready {

namespace {

// How names might compare, if not exactly: without case, and without a final dot.
std::string fold(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  return to_lower(name);
}

}  // namespace

AixClientIndex::AixClientIndex(const AixList& list, const Names& names) {
  for (const AixClient& client : list.clients) add(client.text, names);
}

// Netgroups are looked up before hosts: one that is called like a host hides it.
void AixClientIndex::add(std::string_view client, const Names& names) {
  if (client == "*") {
    star_ = true;
  } else if (client.starts_with('@')) {
    add_designator(client, names);
  } else if (const auto address = Address::parse(client)) {
    addresses_.insert(*address);
  } else if (names.netgroup(client) != nullptr) {
    add_netgroup(client, names);
  } else {
    add_name(client);
    if (unresolved_.empty() && names.any_source() && names.addresses(client).empty()) {
      unresolved_ = client;
    }
  }
}

// @host/bits; without bits the whole address counts.
void AixClientIndex::add_designator(std::string_view client, const Names& names) {
  const std::size_t slash = client.find('/');
  const std::string_view host =
      client.substr(1, slash == std::string_view::npos ? slash : slash - 1);
  const auto bits =
      slash == std::string_view::npos ? std::nullopt : parse_decimal(client.substr(slash + 1));
  const std::vector<NameAnswer> answers = names.addresses(host);
  if (answers.empty() || (slash != std::string_view::npos && !bits)) unresolved_ = client;
  for (const NameAnswer& answer : answers) {
    const auto all = static_cast<std::uint64_t>(answer.address.bits());
    if (slash == std::string_view::npos || bits) {
      add_network(answer.address, static_cast<int>(std::min(bits.value_or(all), all)));
    }
  }
}

void AixClientIndex::add_network(const Address& address, int bits) {
  auto found = std::find_if(networks_.begin(), networks_.end(), [&](const Networks& networks) {
    return networks.family == address.family() && networks.bits == bits;
  });
  if (found == networks_.end()) {
    found = networks_.insert(networks_.end(), Networks{address.family(), bits, {}});
  }
  found->addresses.insert(address.masked(bits));
}

// Groups that several members share are read once.
void AixClientIndex::add_netgroup(std::string_view name, const Names& names) {
  std::vector<std::string_view> waiting = {name};
  while (!waiting.empty()) {
    const std::string_view next = waiting.back();
    waiting.pop_back();
    const Netgroup* const group = names.netgroup(next);
    if (group == nullptr || !netgroups_.insert(next).second) continue;
    for (const NetgroupMember& member : group->members) {
      if (member.is_group) {
        waiting.push_back(member.text.text);
      } else if (member.host.empty()) {
        everyone_ = true;
      } else if (member.host.text != "-") {
        add_name(member.host.text);
      }
    }
  }
}

void AixClientIndex::add_name(std::string_view name) {
  names_.insert(name);
  std::string folded = fold(name);
  if (folded != name) folded_.emplace(std::move(folded), name);
}

bool AixClientIndex::has_address(const Address& address) const {
  if (addresses_.count(address) > 0) return true;
  return std::any_of(networks_.begin(), networks_.end(), [&](const Networks& networks) {
    return networks.family == address.family() &&
           networks.addresses.count(address.masked(networks.bits)) > 0;
  });
}

AixAnswer AixClientIndex::find(const AixCaller& caller) const {
  if (has_address(caller.address)) return {AixMembership::kMember, {}};
  if (!caller.name_known()) {
    if (names_.empty() && !everyone_ && !star_) return {};
    return {AixMembership::kUnknown,
            "the name that the server finds for " + caller.address.text() + " is not known"};
  }
  if (caller.nameless()) return {};
  if (everyone_ || names_.count(caller.name()) > 0) return {AixMembership::kMember, {}};
  if (star_) return {AixMembership::kUnknown, "it is not documented whom '*' in a list means"};
  if (std::string reason = near_miss(caller); !reason.empty()) {
    return {AixMembership::kDoubtful, std::move(reason)};
  }
  if (unresolved_.empty()) return {};
  return {AixMembership::kDoubtful,
          quoted(unresolved_) + " is no host or netgroup that is known here"};
}

// A member that would match if the server compared otherwise than it is documented to.
std::string AixClientIndex::near_miss(const AixCaller& caller) const {
  const auto says = [&](std::string_view member) {
    return "the list has " + quoted(member) + ", but the server finds the name " +
           quoted(caller.name());
  };
  for (const std::string_view alias : caller.reverse.names.subspan(1)) {
    if (names_.count(alias) > 0) return says(alias);
  }
  const std::string folded = fold(caller.name());
  if (const auto found = folded_.find(folded); found != folded_.end()) return says(found->second);
  if (const auto found = names_.find(folded); found != names_.end()) return says(*found);
  return {};
}

}  // namespace nfsready
