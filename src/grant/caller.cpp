#include "grant/caller.h"

#include <algorithm>

#include "base/text.h"
#include "grant/wildmat.h"

namespace nfsready {

namespace {

void add_name(std::string_view name, std::vector<std::string_view>& names) {
  const bool known = std::any_of(names.begin(), names.end(), [&](std::string_view other) {
    return equals_ignoring_case(other, name);
  });
  if (!known) names.push_back(name);
}

}  // namespace

void Caller::look_up() {
  if (looked_up_) return;
  looked_up_ = true;
  const ReverseAnswer reverse = source_->names(address_);
  known_ = reverse.known;
  if (reverse.names.empty()) return;
  names_.push_back(reverse.names.front());
  for (const NameAnswer& answer : source_->addresses(names_.front())) {
    if (answer.address.family() != Address::Family::kIpv4) continue;
    for (const std::string_view name : source_->names(answer.address).names) {
      add_name(name, names_);
    }
  }
}

const std::vector<std::string_view>& Caller::names() {
  look_up();
  return names_;
}

bool Caller::names_known() {
  look_up();
  return known_;
}

std::string Caller::text() {
  std::string text = address_.text();
  if (!names().empty()) text += " (" + std::string(names_.front()) + ")";
  return text;
}

Match Caller::matches_pattern(std::string_view pattern) {
  if (!names_known()) return Match::kMaybe;
  const bool matches = std::any_of(names_.begin(), names_.end(),
                                   [&](std::string_view name) { return wildmat(name, pattern); });
  return matches ? Match::kYes : Match::kNo;
}

void NetgroupHosts::add(std::string_view name) {
  const auto [entry, is_new] = groups_.try_emplace(name);
  if (!is_new) return;
  Group& group = entry->second;
  group.known = names_->any_netgroups();
  names_->visit_netgroup(name, [&](const NetgroupMember& member) {
    group.everyone = group.everyone || member.host.empty();
    group.hosts.insert(to_lower(member.host.text));
    return false;
  });
}

Match NetgroupHosts::holds(std::string_view name, Caller& caller) const {
  const auto found = groups_.find(name);
  if (found == groups_.end()) return Match::kNo;
  const Group& group = found->second;
  if (caller.names_known() && caller.names().empty()) return Match::kNo;
  if (!group.known) return Match::kMaybe;
  if (group.hosts.empty()) return Match::kNo;
  if (!caller.names_known()) return Match::kMaybe;
  const auto has = [&](std::string_view host) { return group.hosts.count(to_lower(host)) != 0; };
  const auto& names = caller.names();
  const bool holds = group.everyone || std::any_of(names.begin(), names.end(), has) ||
                     has(caller.address().text()) || has(short_name(names.front()));
  return holds ? Match::kYes : Match::kNo;
}

}  // namespace nfsready
