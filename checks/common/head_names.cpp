#include <algorithm>

#include "base/text.h"
#include "checks/common/heads.h"

namespace nfsready::checks {

namespace {

bool is_service_node(const Site& site, std::string_view host) {
  const auto found = site.server_by_name.find(to_lower(host));
  if (found == site.server_by_name.end()) return false;
  if (found->second == site.management_node) return true;
  return std::any_of(site.nodes.begin(), site.nodes.end(), [&](const Node& node) {
    const auto& servers = node.service_nodes;
    return std::find(servers.begin(), servers.end(), found->second) != servers.end();
  });
}

// "a", "2", "n1": what tells the heads of one server apart; "lab" names another server.
bool tells_heads_apart(std::string_view suffix) {
  constexpr std::size_t kLongestMark = 2;
  if (suffix.empty()) return false;
  if (suffix.size() <= kLongestMark) return true;
  const std::size_t digits = suffix.find_first_of("0123456789");
  const std::string word = to_lower(suffix.substr(0, digits));
  return word == "node" || word == "head" || word == "ctl" || word == "srv";
}

bool shares_address(const Names& names, std::string_view a, std::string_view b) {
  const auto answers = names.addresses(a);
  return std::any_of(answers.begin(), answers.end(), [&](const NameAnswer& answer) {
    return names.resolves_to(b, answer.address);
  });
}

bool is_head_of(std::string_view host, std::string_view family) {
  const std::string_view name = short_name(host);
  const std::string_view start = short_name(family);
  return name.size() > start.size() + 1 && name[start.size()] == '-' &&
         equals_ignoring_case(name.substr(0, start.size()), start);
}

}  // namespace

HeadName head_by_name(const Site& site, std::string_view host) {
  if (Address::parse(host)) return {};
  const std::string_view name = short_name(host);
  const std::size_t dash = name.rfind('-');
  if (dash == std::string_view::npos || !tells_heads_apart(name.substr(dash + 1))) return {};
  const std::string_view family = name.substr(0, dash);
  if (site.node_index.count(family) != 0 || is_service_node(site, name)) return {};
  const bool is_known = !site.names->addresses(family).empty();
  if (!is_known || shares_address(*site.names, name, family)) return {};
  return {name, family};
}

std::string_view head_with_address(const Site& site, std::string_view family,
                                   const Address& address) {
  for (const Server& server : site.servers) {
    const bool has_it = std::find(server.addresses.begin(), server.addresses.end(), address) !=
                        server.addresses.end();
    if (has_it && is_head_of(server.name, family)) return server.name;
  }
  for (const std::string_view name : site.names->names(address).names) {
    if (is_head_of(name, family)) return short_name(name);
  }
  return {};
}

}  // namespace nfsready::checks
