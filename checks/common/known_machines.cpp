#include "checks/common/known_machines.h"

#include "base/text.h"
#include "checks/common/heads.h"

namespace nfsready::checks {

namespace {

// "10.1.1.2" of "::ffff:10.1.1.2"; empty for another text.
std::string_view mapped_address(std::string_view client) {
  constexpr std::string_view kPrefix = "::ffff:";
  if (client.size() <= kPrefix.size()) return {};
  const std::string_view address = client.substr(kPrefix.size());
  if (!equals_ignoring_case(client.substr(0, kPrefix.size()), kPrefix)) return {};
  return Address::parse(address) ? address : std::string_view{};
}

}  // namespace

bool KnownMachines::knows(const Server& server, std::string_view client) {
  if (is_named(client)) return true;
  if (const auto known = answers_.find(client); known != answers_.end()) return known->second;
  const bool answer = look_closer(server, client);
  answers_.emplace(client, answer);
  return answer;
}

bool KnownMachines::is_named(std::string_view name) const {
  return site_.node_index.count(name) != 0 || site_.node_index.count(short_name(name)) != 0;
}

bool KnownMachines::look_closer(const Server& server, std::string_view client) {
  gather();
  const std::string name = to_lower(client);
  if (names_.count(name) != 0 || names_.count(std::string(short_name(name))) != 0) return true;
  if (site_.server_by_name.count(name) != 0) return true;
  if (!head_by_name(site_, client).head.empty() || is_interface(name)) return true;
  const std::string_view mapped = mapped_address(client);
  if (!mapped.empty()) return knows(server, mapped);  // NR117
  const auto answers = server.names->addresses(client);
  if (answers.empty()) return true;  // NR106
  for (const NameAnswer& answer : answers) {
    if (answer.address.is_loopback() || addresses_.count(answer.address) != 0) return true;
    if (site_.server_by_address.count(answer.address) != 0) return true;
  }
  return Address::parse(client) && is_address_of_known(server, *Address::parse(client));
}

// Another interface of a node, as sites name them: "cn01-ib0".
bool KnownMachines::is_interface(std::string_view name) const {
  const std::string_view host = short_name(name);
  for (std::size_t dash = host.rfind('-'); dash != std::string_view::npos && dash > 0;
       dash = host.rfind('-', dash - 1)) {
    const std::string_view start = host.substr(0, dash);
    if (is_named(start) || names_.count(std::string(start)) != 0) return true;
  }
  return false;
}

bool KnownMachines::is_address_of_known(const Server& server, const Address& address) const {
  for (const Names* names : {server.names.get(), site_.names.get()}) {
    for (const std::string_view name : names->names(address).names) {
      if (is_named(name) || is_interface(to_lower(name))) return true;
    }
  }
  return false;
}

void KnownMachines::add_names(std::string_view list) {
  for (const std::string_view name : split(list, ',')) {
    if (!trim(name).empty()) names_.insert(to_lower(trim(name)));
  }
}

// What the tables say beside the names of nodes.
void KnownMachines::gather() {
  if (!names_.empty()) return;
  names_.insert("localhost");
  for (const Node& node : site_.nodes) {
    for (const NameAnswer& answer : node.addresses) addresses_.insert(answer.address);
    for (const Value* value : {&node.nfsserver, &node.xcatmaster, &node.servicenode}) {
      if (value->is_set()) add_names(value->text);
    }
  }
  for (const std::string_view key : {"master", "nimprime", "nameservers", "ntpservers"}) {
    add_names(site_.site_key_or(key, ""));
  }
  gather_hosts();
}

// "ib0:10.2.1.1,-en1:10.3.1.1" and "cn01-ib0" of the xCAT hosts table.
void KnownMachines::gather_hosts() {
  const XcatTable* const table = site_.table("hosts");
  if (table == nullptr) return;
  for (std::size_t row = 0; row < table->row_count(); ++row) {
    add_names(table->cell(row, "node").token.text);
    add_names(table->cell(row, "hostnames").token.text);
    for (const std::string_view one : split(table->cell(row, "otherinterfaces").token.text, ',')) {
      const std::size_t colon = one.find(':');
      if (colon == std::string_view::npos) continue;
      names_.insert(to_lower(trim(one.substr(0, colon))));
      if (const auto address = Address::parse(trim(one.substr(colon + 1)))) {
        addresses_.insert(*address);
      }
    }
  }
}

}  // namespace nfsready::checks
