#include "model/join_names.h"

#include <memory>
#include <string>
#include <utility>

#include "base/text.h"

namespace nfsready {

namespace {

// The xCAT hosts table as a hosts file: makehosts would write one from it.
std::optional<HostsSource> hosts_of_table(Site& site) {
  const XcatTable* const table = site.table("hosts");
  if (table == nullptr || table->row_count() == 0) return std::nullopt;
  const std::string_view domain = site.site_key("domain").text;
  auto hosts = std::make_shared<HostsTable>();
  SourceId file = kNoSource;
  for (std::size_t row = 0; row < table->row_count(); ++row) {
    const Cell& ip = table->cell(row, "ip");
    const auto address = Address::parse(ip.token.text);
    if (!address || table->is_disabled(row)) continue;  // patterns are expanded per node elsewhere
    HostsEntry& entry = hosts->entries.emplace_back();
    entry.address = *address;
    entry.offset = ip.token.span.offset;
    entry.first_name = static_cast<std::uint32_t>(hosts->names.size());
    file = ip.token.span.source;
    const std::string_view node = table->cell(row, "node").token.text;
    hosts->names.push_back(node);
    if (!domain.empty()) {
      hosts->names.push_back(site.texts.keep(std::string(node) + '.' + std::string(domain)));
    }
    std::string_view aliases = table->cell(row, "hostnames").token.text;
    for (const std::string_view alias : split(aliases, ',')) {
      if (!trim(alias).empty()) hosts->names.push_back(trim(alias));
    }
    entry.name_count = static_cast<std::uint32_t>(hosts->names.size()) - entry.first_name;
  }
  if (hosts->entries.empty()) return std::nullopt;
  return HostsSource{std::make_shared<const HostsIndex>(std::move(hosts)), file};
}

// Servers with the same hosts file share one index.
class HostsIndexes {
 public:
  HostsSource source_of(const CollectedHosts& hosts) {
    auto& index = indexes_[hosts.content.get()];
    if (!index) index = std::make_shared<const HostsIndex>(hosts.content);
    return {index, hosts.file};
  }

 private:
  std::unordered_map<const HostsTable*, std::shared_ptr<const HostsIndex>> indexes_;
};

// The server on which xcatd runs: the one that site.master or site.nimprime names.
std::uint32_t find_management_node(const Site& site, HostsIndexes& indexes) {
  for (const std::string_view key : {"master", "nimprime"}) {
    const std::string_view wanted = site.site_key(key).text;
    if (wanted.empty()) continue;
    const auto address = Address::parse(wanted);
    for (std::uint32_t i = 0; i < site.servers.size(); ++i) {
      const Server& server = site.servers[i];
      if (equals_ignoring_case(server.name, wanted) ||
          equals_ignoring_case(server.name, short_name(wanted))) {
        return i;
      }
      if (!address || !server.hosts) continue;
      const Names own({indexes.source_of(*server.hosts)}, {});
      if (own.resolves_to(server.name, *address)) return i;
    }
  }
  return kNoIndex;
}

// A server may be listed under its address, its names and their aliases.
void add_to_directory(Site& site, std::uint32_t index) {
  Server& server = site.servers[index];
  const Names& names = site.names->addresses(server.name).empty() ? *server.names : *site.names;
  site.server_by_name[to_lower(server.name)] = index;
  for (const NameAnswer& answer : names.addresses(server.name)) {
    server.addresses.push_back(answer.address);
    site.server_by_address.try_emplace(answer.address, index);
  }
}

void add_aliases(Site& site, std::uint32_t index) {
  const Server& server = site.servers[index];
  for (const Address& address : server.addresses) {
    if (site.server_by_address.at(address) != index) continue;  // a shared, floating address
    for (const Names* names : {site.names.get(), server.names.get()}) {
      for (const std::string_view alias : names->names(address).names) {
        site.server_by_name.try_emplace(to_lower(alias), index);
      }
    }
  }
}

}  // namespace

void join_names(const SystemResolver* system, Site& site) {
  HostsIndexes indexes;
  site.management_node = find_management_node(site, indexes);

  std::vector<HostsSource> shared;
  std::vector<const Netgroups*> groups;
  if (site.shared_names.hosts) shared.push_back(indexes.source_of(*site.shared_names.hosts));
  if (site.management_node != kNoIndex) {
    const Server& master = site.servers[site.management_node];
    if (master.hosts) shared.push_back(indexes.source_of(*master.hosts));
    if (!master.netgroups_by_name.empty()) groups.push_back(&master.netgroups_by_name);
  }
  if (auto table = hosts_of_table(site)) shared.push_back(std::move(*table));
  if (!site.shared_names.netgroups_by_name.empty()) {
    groups.insert(groups.begin(), &site.shared_names.netgroups_by_name);
  }
  site.names = std::make_unique<Names>(shared, groups, system);

  for (Server& server : site.servers) {
    std::vector<HostsSource> hosts = shared;
    std::vector<const Netgroups*> own_groups = groups;
    if (server.hosts) hosts.insert(hosts.begin(), indexes.source_of(*server.hosts));
    if (!server.netgroups_by_name.empty()) {
      own_groups.insert(own_groups.begin(), &server.netgroups_by_name);
    }
    server.names = std::make_unique<Names>(std::move(hosts), std::move(own_groups), system);
  }
  for (std::uint32_t i = 0; i < site.servers.size(); ++i) add_to_directory(site, i);
  for (std::uint32_t i = 0; i < site.servers.size(); ++i) add_aliases(site, i);
}

}  // namespace nfsready
