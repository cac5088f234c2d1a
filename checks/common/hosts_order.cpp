#include "checks/common/hosts_order.h"

#include <algorithm>
#include <utility>

#include "checks/common/faults.h"
#include "checks/common/mounts.h"

namespace nfsready::checks {

namespace {

bool is_full(std::string_view name) { return name.find('.') != std::string_view::npos; }

bool is_limited(const AixExport& entry) {
  return std::any_of(entry.sections.begin(), entry.sections.end(),
                     [](const AixSection& section) { return section.access.has_value(); });
}

}  // namespace

const std::unordered_set<std::string_view>& HostsOrder::clients_of(const AixExport& entry) {
  const auto [found, is_new] = clients_.try_emplace(&entry);
  if (!is_new) return found->second;
  for (const AixSection& section : entry.sections) {
    for (const auto* const list : {&section.access, &section.ro, &section.rw}) {
      if (!*list) continue;
      for (const AixClient& client : (*list)->clients) found->second.insert(client.text);
    }
  }
  return found->second;
}

std::optional<HostsOrder::Listed> HostsOrder::listed_by(const JudgedMount& judged) {
  const Server* const server = server_of(context_, *judged.mount);
  if (server == nullptr || server->kind != ServerKind::kAix) return std::nullopt;
  if (!faults_of(judged).has(Fault::kNotListed) || judged.node->addresses.empty()) {
    return std::nullopt;
  }
  const AixExport* const entry = entries_.aix(judged.answer->now);
  if (entry == nullptr) return std::nullopt;
  const ReverseAnswer reverse = server->names->names(judged.node->addresses.front().address);
  if (reverse.names.size() < 2 || !reverse.where.is_set()) return std::nullopt;
  const auto& clients = clients_of(*entry);
  for (const std::string_view alias : reverse.names.subspan(1)) {
    if (clients.count(alias) != 0) return Listed{reverse, alias};
  }
  return std::nullopt;
}

void HostsOrder::judge_servers() {
  if (std::exchange(judged_, true)) return;
  for (const JudgedMount& judged : context_.mounts()) {
    const Grant& grant = judged.answer->now;
    if (listed_by(judged)) {
      OfServer& of_server = servers_[judged.mount->server];
      if (!of_server.first_entry.is_set()) of_server.first_entry = grant.rule;
      of_server.several_entries = of_server.several_entries || of_server.first_entry != grant.rule;
      continue;
    }
    const Server* const server = server_of(context_, *judged.mount);
    if (server == nullptr || server->kind != ServerKind::kAix) continue;
    const AixExport* const entry = entries_.aix(grant);
    const bool admitted = grant.access == Access::kReadOnly || grant.access == Access::kReadWrite;
    if (!admitted || entry == nullptr || !is_limited(*entry) || judged.node->addresses.empty()) {
      continue;
    }
    const ReverseAnswer own = server->names->names(judged.node->addresses.front().address);
    if (own.names.empty()) continue;
    OfServer& of_server = servers_[judged.mount->server];
    (is_full(own.names.front()) ? of_server.admits_full_names : of_server.admits_short_names) =
        true;
  }
}

std::optional<HostsOrder::Listed> HostsOrder::at_fault(const JudgedMount& judged) {
  std::optional<Listed> listed = listed_by(judged);
  if (!listed) return std::nullopt;
  judge_servers();
  const OfServer& of_server = servers_[judged.mount->server];
  const bool is_usual = is_full(listed->reverse.names.front()) ? of_server.admits_full_names
                                                               : of_server.admits_short_names;
  const bool file = of_server.several_entries && !is_usual;
  return file ? listed : std::nullopt;
}

std::string HostsOrder::line_in_order(const JudgedMount& judged, const Listed& listed) {
  std::string line = judged.node->addresses.front().address.text() + " ";
  line += listed.listed;
  for (const std::string_view name : listed.reverse.names) {
    if (name != listed.listed) line.append(" ").append(name);
  }
  return line;
}

}  // namespace nfsready::checks
