#include "checks/common/evidence_users.h"

#include <algorithm>

#include "checks/common/table_needs.h"

namespace nfsready::checks {

EvidenceUsers::EvidenceUsers(const Context& context, const std::unordered_set<SourceId>& files)
    : context_(context),
      by_mount_(context.site().servers.size()),
      by_service_node_(context.site().servers.size()) {
  if (files.empty()) return;
  for (const SourceId file : files) {
    users_[file];
    by_text_.emplace(context.site().sources->file(file).shared_text().get(), file);
  }
  find_files_by_path();
  find_server_files();
  for (const NodePlan& plan : context.plans()) {
    add_users_of_tables(plan);
    add_users_of_names(plan);
    for (const BootFile& file : boot_files(context, plan)) {
      add(file.file, context.subject(plan), file.weight_if_there);
    }
    for (const std::uint32_t server : context.node(plan).service_nodes) {
      for (const ServerFile& file : by_service_node_[server]) {
        add(file.file, context.subject(plan), file.weight);
      }
    }
  }
  for (const JudgedMount& judged : context.mounts()) {
    if (judged.mount->server == kNoIndex) continue;
    for (const ServerFile& file : by_mount_[judged.mount->server]) {
      add(file.file, judged.subject, file.weight);
    }
  }
}

const std::vector<EvidenceUser>& EvidenceUsers::of(SourceId file) const {
  static const std::vector<EvidenceUser> none;
  const auto found = users_.find(file);
  return found == users_.end() ? none : found->second;
}

// The file asked for that stands for this one; kNoSource when there is none.
SourceId EvidenceUsers::wanted(SourceId file) const {
  if (file == kNoSource || users_.count(file) != 0) return file;
  const auto twin = by_text_.find(context_.site().sources->file(file).shared_text().get());
  return twin == by_text_.end() ? kNoSource : twin->second;
}

void EvidenceUsers::add(SourceId file, const Subject& subject, Weight weight) {
  const SourceId asked = wanted(file);
  if (asked != kNoSource) users_[asked].push_back({subject, weight, file});
}

void EvidenceUsers::add_server_file(std::uint32_t server, SourceId file, Weight weight) {
  if (wanted(file) != kNoSource) by_mount_[server].push_back({file, weight});
}

void EvidenceUsers::find_server_files() {
  const auto& servers = context_.site().servers;
  for (std::uint32_t i = 0; i < servers.size(); ++i) {
    const Server& server = servers[i];
    const Weight of_exports = server.live.empty() ? Weight::kVerdict : Weight::kDetail;
    if (server.exports) {
      for (const SourceId file : server.exports->files) add_server_file(i, file, of_exports);
    }
    for (std::size_t live = 0; live < server.live.size(); ++live) {
      const Weight weight = live == 0 ? Weight::kVerdict : Weight::kDetail;
      for (const SourceId file : server.live[live].files) add_server_file(i, file, weight);
    }
    if (server.nfs_conf) add_server_file(i, server.nfs_conf->file, Weight::kVerdict);
    if (!server.hosts) continue;
    add_server_file(i, server.hosts->file, Weight::kVerdict);
    if (i == context_.site().management_node && wanted(server.hosts->file) != kNoSource) {
      of_every_node_.push_back(server.hosts->file);
    }
  }
}

// Files of which the site keeps the content only.
void EvidenceUsers::find_files_by_path() {
  constexpr std::string_view kTables = "tables/";
  constexpr std::string_view kServers = "servers/";
  for (const auto& [file, users] : users_) {
    const std::string_view path = context_.site().path_of(file);
    if (path.starts_with(kTables)) {
      const std::string_view name = path.substr(kTables.size());
      tables_.emplace(name.substr(0, name.rfind('.')), file);
    } else if (path.starts_with(kServers)) {
      const std::string_view rest = path.substr(kServers.size());
      const std::size_t slash = rest.find('/');
      if (slash != std::string_view::npos) {
        add_server_path(file, rest.substr(0, slash), rest.substr(slash));
      }
    } else if (path.starts_with("etc/")) {
      of_every_node_.push_back(file);
    }
  }
}

void EvidenceUsers::add_server_path(SourceId file, std::string_view server,
                                    std::string_view host_path) {
  const Site& site = context_.site();
  std::uint32_t index = 0;
  while (index < site.servers.size() && site.servers[index].name != server) ++index;
  if (index == site.servers.size()) return;
  if (host_path == "/etc/netgroup") {
    add_server_file(index, file, Weight::kVerdict);
    if (index == site.management_node) of_every_node_.push_back(file);
  } else if (host_path == "/proc/mounts" || host_path == "/etc/filesystems") {
    add_server_file(index, file, Weight::kVerdict);
  } else if (host_path.starts_with("/listings/")) {
    add_server_file(index, file, Weight::kDetail);
  } else if (host_path == "/lsnim-a-location-Z.txt") {
    const Weight weight = site.servers[index].nim ? Weight::kDetail : Weight::kVerdict;
    by_service_node_[index].push_back({file, weight});
  } else if (host_path.ends_with("/rc.dd_boot")) {
    by_service_node_[index].push_back({file, Weight::kDetail});
  }
}

void EvidenceUsers::add_users_of_names(const NodePlan& plan) {
  const Node& node = context_.node(plan);
  const Subject subject = context_.subject(plan);
  for (const SourceId file : of_every_node_) add(file, subject, Weight::kVerdict);
  if (const auto hosts = tables_.find("hosts"); hosts != tables_.end()) {
    const bool decides =
        node.addresses.empty() || node.addresses.front().where.source == hosts->second;
    add(hosts->second, subject, decides ? Weight::kVerdict : Weight::kDetail);
  }
}

void EvidenceUsers::add_users_of_tables(const NodePlan& plan) {
  const Site& site = context_.site();
  const Node& node = context_.node(plan);
  const Subject subject = context_.subject(plan);
  if (node.in_lsdef) {
    add(node.where.source, subject, Weight::kVerdict);
  } else if (const auto nodelist = tables_.find("nodelist"); nodelist != tables_.end()) {
    add(nodelist->second, subject, Weight::kVerdict);
  }
  if (node.image != kNoIndex && site.images[node.image].in_lsdef) {
    add(site.images[node.image].where.source, subject, Weight::kVerdict);
  }
  if (tables_.empty()) return;
  for (const TableNeed& need : table_needs()) {
    const auto table = tables_.find(need.table);
    if (table == tables_.end() || !need.is_wanted(site, node)) continue;
    add(table->second, subject, matters(need, site) ? Weight::kVerdict : Weight::kDetail);
  }
  for (const VariableTable& needed : variable_tables(node)) {
    const auto table = tables_.find(needed.table);
    const bool is_told =
        std::any_of(table_needs().begin(), table_needs().end(),
                    [&](const TableNeed& need) { return need.table == needed.table; });
    if (table != tables_.end() && !is_told) add(table->second, subject, Weight::kVerdict);
  }
}

}  // namespace nfsready::checks
