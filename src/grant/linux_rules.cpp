#include "grant/linux_rules.h"

#include <algorithm>

#include "base/path.h"
#include "grant/linux_order.h"
#include "grant/server_path.h"

namespace nfsready {

LinuxRules::LinuxRules(const LinuxExports& exports, bool lost, const FileTree& tree,
                       const Names& names)
    : names_(&names), hosts_(names), netgroups_(names) {
  for (const LinuxExport& entry : exports.exports) {
    if (entry.lost_to.has_value() != lost) continue;
    PathRules& rules = paths_[real_path(tree, entry.path.text)];
    for (const LinuxRule& rule : entry.rules) add(entry, rule, rules);
  }
  for (auto& [path, rules] : paths_) sort(rules);
}

void LinuxRules::add(const LinuxExport& entry, const LinuxRule& rule, PathRules& rules) {
  const auto ref = static_cast<std::uint32_t>(refs_.size());
  const LinuxClientKind kind = rule.client.kind;
  if (rule.v4root) {
    rules.pseudo = true;
    return;
  }
  if (rules.first == nullptr) rules.first = &entry;
  if (kind == LinuxClientKind::kDead || kind == LinuxClientKind::kGss) return;
  refs_.push_back({&entry, &rule});
  if (kind == LinuxClientKind::kNetgroup) netgroups_.add(rule.client.text.text.substr(1));
  for (const LinuxClient& also : rule.also) {
    if (also.kind == LinuxClientKind::kNetgroup) netgroups_.add(also.text.text.substr(1));
  }
  if (!rule.also.empty()) {
    rules.joined.push_back(ref);
  } else if (kind == LinuxClientKind::kHost) {
    add_host(ref, rules);
  } else if (kind == LinuxClientKind::kNetwork) {
    add_network(ref, rules);
  } else {
    rules.others.push_back(ref);
  }
}

void LinuxRules::add_host(std::uint32_t ref, PathRules& rules) {
  const LinuxClient& client = refs_[ref].rule->client;
  for (const Address& address : hosts_.addresses(client)) rules.hosts.push_back({address, ref});
  if (client.address || names_->any_source()) return;
  const bool repeats = !rules.unresolved.empty() &&
                       same_rights(*refs_[rules.unresolved.back()].rule, *refs_[ref].rule);
  if (!repeats) rules.unresolved.push_back(ref);
}

void LinuxRules::add_network(std::uint32_t ref, PathRules& rules) {
  const auto& network = refs_[ref].rule->client.network;
  if (!network) return;
  auto group = std::find_if(rules.networks.begin(), rules.networks.end(),
                            [&](const NetworkRefs& refs) { return refs.mask == network->mask(); });
  if (group == rules.networks.end()) {
    rules.networks.push_back({network->mask(), {}});
    group = rules.networks.end() - 1;
  }
  group->networks.push_back({network->address(), ref});
}

void LinuxRules::sort(PathRules& rules) const {
  const auto by_address = [](const AddressRef& a, const AddressRef& b) {
    return a.address != b.address ? a.address < b.address : a.ref < b.ref;
  };
  std::sort(rules.hosts.begin(), rules.hosts.end(), by_address);
  for (NetworkRefs& group : rules.networks) {
    std::sort(group.networks.begin(), group.networks.end(), by_address);
  }
  std::stable_sort(rules.others.begin(), rules.others.end(), [&](std::uint32_t a, std::uint32_t b) {
    return refs_[a].rule->client.kind < refs_[b].rule->client.kind;
  });
  std::stable_sort(rules.joined.begin(), rules.joined.end(), [&](std::uint32_t a, std::uint32_t b) {
    return refs_[a].rule->also.size() > refs_[b].rule->also.size();
  });
}

std::optional<std::uint32_t> LinuxRules::first_for(const AddressRefs& refs,
                                                   const Address& address) {
  const auto found = std::lower_bound(
      refs.begin(), refs.end(), address,
      [](const AddressRef& entry, const Address& wanted) { return entry.address < wanted; });
  if (found == refs.end() || found->address != address) return std::nullopt;
  return found->ref;
}

std::optional<std::uint32_t> LinuxRules::first_network(const PathRules& rules,
                                                       const Address& address) {
  std::optional<std::uint32_t> first;
  for (const NetworkRefs& group : rules.networks) {
    if (group.mask.family() != address.family()) continue;
    const auto ref = first_for(group.networks, address.masked(group.mask));
    if (ref && (!first || *ref < *first)) first = ref;
  }
  return first;
}

void LinuxRules::find(std::string_view path, Caller& caller,
                      std::vector<LinuxCandidate>& found) const {
  for (std::string_view at = path; !at.empty(); at = parent_of(at)) {
    const auto rules = paths_.find(at);
    if (rules != paths_.end() && find_at(*rules, caller, found)) return;
  }
}

const LinuxExport* LinuxRules::nearest_export(std::string_view path) const {
  for (std::string_view at = path; !at.empty(); at = parent_of(at)) {
    const auto rules = paths_.find(at);
    if (rules != paths_.end() && rules->second.first != nullptr) return rules->second.first;
  }
  return nullptr;
}

bool LinuxRules::is_pseudo(std::string_view path) const {
  const auto rules = paths_.find(path);
  return rules != paths_.end() && rules->second.pseudo;
}

bool LinuxRules::find_at(const Paths::value_type& path, Caller& caller,
                         std::vector<LinuxCandidate>& found) const {
  const PathRules& rules = path.second;
  for (const std::uint32_t ref : rules.joined) {
    if (append(ref, match_all(*refs_[ref].rule, caller), path, found)) return true;
  }
  if (find_host(path, caller, found)) return true;
  const auto network = first_network(rules, caller.address());
  if (network && append(*network, Match::kYes, path, found)) return true;
  return std::any_of(rules.others.begin(), rules.others.end(), [&](std::uint32_t ref) {
    return append(ref, match(refs_[ref].rule->client, caller), path, found);
  });
}

bool LinuxRules::find_host(const Paths::value_type& path, Caller& caller,
                           std::vector<LinuxCandidate>& found) const {
  const PathRules& rules = path.second;
  const auto listed = first_for(rules.hosts, caller.address());
  for (const std::uint32_t ref : rules.unresolved) {
    if (listed && ref > *listed) break;
    append(ref, Match::kMaybe, path, found);
  }
  return listed && append(*listed, Match::kYes, path, found);
}

// True when the search ends here.
bool LinuxRules::append(std::uint32_t ref, Match match, const Paths::value_type& path,
                        std::vector<LinuxCandidate>& found) const {
  if (match == Match::kNo) return false;
  const Ref& entry = refs_[ref];
  // exportfs looks a relative path up where it happens to run.
  const bool sure = match == Match::kYes && is_absolute(entry.entry->path.text);
  found.push_back({entry.entry, entry.rule, sure, path.first, passed_by(*entry.rule, path.second)});
  return sure;
}

// Some entry of the path that the search does not come to any more.
const LinuxClient* LinuxRules::passed_by(const LinuxRule& rule, const PathRules& rules) const {
  if (rule.client.kind <= LinuxClientKind::kNetwork && !rules.networks.empty()) {
    const LinuxRule& last = *refs_[rules.networks.back().networks.back().ref].rule;
    if (&last != &rule) return &last.client;
  }
  if (rules.others.empty()) return nullptr;
  const LinuxRule& last = *refs_[rules.others.back()].rule;
  return &last == &rule ? nullptr : &last.client;
}

Match LinuxRules::match(const LinuxClient& client, Caller& caller) const {
  const auto known = [](bool matches) { return matches ? Match::kYes : Match::kNo; };
  switch (client.kind) {
    case LinuxClientKind::kNetwork:
      return known(client.network && client.network->contains(caller.address()));
    case LinuxClientKind::kWildcard:
      return caller.matches_pattern(client.text.text);
    case LinuxClientKind::kNetgroup:
      return netgroups_.holds(client.text.text.substr(1), caller);
    case LinuxClientKind::kEveryone:
      return Match::kYes;
    case LinuxClientKind::kHost:
      if (client.address) return known(*client.address == caller.address());
      if (!names_->any_source()) return Match::kMaybe;
      return known(names_->resolves_to(client.text.text, caller.address()));
    default:
      return Match::kNo;
  }
}

// A joined entry is for callers that match every one of its members.
Match LinuxRules::match_all(const LinuxRule& rule, Caller& caller) const {
  Match weakest = match(rule.client, caller);
  for (const LinuxClient& also : rule.also) weakest = std::min(weakest, match(also, caller));
  return weakest;
}

}  // namespace nfsready
