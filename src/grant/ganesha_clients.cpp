#include "grant/ganesha_clients.h"

#include <algorithm>
#include <bit>

#include "base/text.h"

namespace nfsready {

namespace {

int prefix_length(const Address& mask) {
  int length = 0;
  while (length < mask.bits() && mask.masked(length + 1) != mask.masked(length)) ++length;
  return length;
}

void keep_first(std::optional<std::uint32_t>& first, std::optional<std::uint32_t> other) {
  if (other && (!first || *other < *first)) first = other;
}

void add_block(std::uint32_t block, std::vector<std::uint32_t>& blocks) {
  if (blocks.empty() || blocks.back() != block) blocks.push_back(block);
}

}  // namespace

GaneshaClientIndex::GaneshaClientIndex(const GaneshaExport& from, bool intended,
                                       const Names& names) {
  for (std::uint32_t i = 0; i < from.clients.size(); ++i) {
    const GaneshaClientBlock& block = from.clients[i];
    if (block.lost_to && !intended) continue;
    for (const GaneshaClient& client : block.clients) add(client, i, names);
  }
}

void GaneshaClientIndex::add(const GaneshaClient& client, std::uint32_t block, const Names& names) {
  switch (client.kind) {
    case GaneshaClientKind::kEveryone:
      keep_first(everyone_, block);
      break;
    case GaneshaClientKind::kAddress:
      if (client.address) addresses_.emplace(*client.address, block);
      break;
    case GaneshaClientKind::kNetwork:
      add_network(client, block);
      break;
    case GaneshaClientKind::kWildcard:
      wildcards_.add(client.text.text, block);
      add_block(block, by_reverse_name_);
      break;
    case GaneshaClientKind::kNetgroup:
      add_netgroup(client.text.text.substr(1), block, names);
      break;
    case GaneshaClientKind::kName:
      add_name(client.text.text, block, names);
      break;
  }
}

void GaneshaClientIndex::add_network(const GaneshaClient& client, std::uint32_t block) {
  if (!client.network) return;
  const Network& network = *client.network;
  const Prefix prefix{network.address().family(), prefix_length(network.mask())};
  networks_[prefix].emplace(network.address(), block);
}

// Names stand for the addresses that they had when the configuration was read.
void GaneshaClientIndex::add_name(std::string_view name, std::uint32_t block, const Names& names) {
  const std::vector<NameAnswer> answers = names.addresses(name);
  for (const NameAnswer& answer : answers) addresses_.emplace(answer.address, block);
  if (answers.empty() && !names.any_source()) add_block(block, unknown_);
}

void GaneshaClientIndex::add_netgroup(std::string_view name, std::uint32_t block,
                                      const Names& names) {
  if (!names.any_netgroups()) {
    add_block(block, unknown_);
    return;
  }
  std::vector<std::string_view> waiting = {name};
  while (!waiting.empty()) {
    const std::string_view next = waiting.back();
    waiting.pop_back();
    const Netgroup* const group = names.netgroup(next);
    if (group == nullptr || !netgroups_.insert(next).second) continue;
    add_members(*group, block, waiting);
  }
}

// The hosts of a group; blocks come in rising order, so that the first one stays.
void GaneshaClientIndex::add_members(const Netgroup& group, std::uint32_t block,
                                     std::vector<std::string_view>& more) {
  for (const NetgroupMember& member : group.members) {
    if (member.is_group) {
      more.push_back(member.text.text);
    } else if (member.host.empty()) {
      keep_first(netgroup_everyone_, block);
    } else if (member.host.text != "-") {
      netgroup_hosts_.emplace(to_lower(member.host.text), block);
      add_block(block, by_reverse_name_);
    }
  }
}

std::optional<std::uint32_t> GaneshaClientIndex::by_address(const Address& address) const {
  std::optional<std::uint32_t> first = everyone_;
  keep_first(first, netgroup_everyone_);
  if (const auto found = addresses_.find(address); found != addresses_.end()) {
    keep_first(first, found->second);
  }
  for (const auto& [prefix, blocks] : networks_) {
    if (prefix.first != address.family()) continue;
    const auto found = blocks.find(address.masked(prefix.second));
    if (found != blocks.end()) keep_first(first, found->second);
  }
  return first;
}

// Wildcards see the address text first, then the name; netgroups see the name only.
std::optional<std::uint32_t> GaneshaClientIndex::by_name(const GaneshaCaller& caller) const {
  std::optional<std::uint32_t> first;
  if (caller.name_known() && !netgroup_hosts_.empty()) {
    const auto found = netgroup_hosts_.find(to_lower(caller.name()));
    if (found != netgroup_hosts_.end()) first = found->second;
  }
  keep_first(first, wildcards_.find(caller.address_text));
  if (caller.name_known()) keep_first(first, wildcards_.find(caller.name()));
  return first;
}

GaneshaMatch GaneshaClientIndex::find(const GaneshaCaller& caller) const {
  GaneshaMatch match;
  match.block = by_address(caller.address);
  keep_first(match.block, by_name(caller));
  match.maybe = unknown_;
  if (!caller.name_known()) {
    match.maybe.insert(match.maybe.end(), by_reverse_name_.begin(), by_reverse_name_.end());
    std::sort(match.maybe.begin(), match.maybe.end());
  }
  if (match.block) {
    match.maybe.erase(std::lower_bound(match.maybe.begin(), match.maybe.end(), *match.block),
                      match.maybe.end());
  }
  return match;
}

}  // namespace nfsready
