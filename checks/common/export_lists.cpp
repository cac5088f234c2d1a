#include "checks/common/export_lists.h"

#include <variant>

#include "base/path.h"
#include "base/text.h"

namespace nfsready::checks {

namespace {

using Visit = std::function<void(const ListedExport&)>;

ListedKind kind_of(LinuxClientKind kind) {
  switch (kind) {
    case LinuxClientKind::kHost:
      return ListedKind::kHost;
    case LinuxClientKind::kNetwork:
      return ListedKind::kNetwork;
    case LinuxClientKind::kWildcard:
      return ListedKind::kPattern;
    case LinuxClientKind::kNetgroup:
      return ListedKind::kNetgroup;
    default:
      return ListedKind::kEveryone;
  }
}

void visit_linux(const LinuxExports& exports, const Visit& visit) {
  ListedExport listed;
  for (const LinuxExport& each : exports.exports) {
    listed = {each.path.text, each.span, std::move(listed.clients), !each.lost_to};
    listed.clients.clear();
    for (const LinuxRule& rule : each.rules) {
      const LinuxClientKind kind = rule.client.kind;
      if (rule.v4root || kind == LinuxClientKind::kDead || kind == LinuxClientKind::kGss) continue;
      const Token& text = rule.client.text;
      listed.clients.push_back({kind_of(kind), text.text, text.empty() ? rule.span : text.span});
    }
    visit(listed);
  }
}

ListedKind aix_kind(std::string_view client, const Names& names) {
  if (client.starts_with('@')) return ListedKind::kNetwork;
  return names.any_netgroups() && names.netgroup(client) != nullptr ? ListedKind::kNetgroup
                                                                    : ListedKind::kHost;
}

// access=, ro= and rw= admit their members; without access= everybody else is admitted as well.
void list_section(const AixSection& section, const Span& entry, const Names& names,
                  std::vector<ListedClient>& clients) {
  for (const auto* list : {&section.access, &section.ro, &section.rw}) {
    if (!*list) continue;
    for (const AixClient& client : (*list)->clients) {
      clients.push_back({aix_kind(client.text, names), client.text, client.span});
    }
  }
  if (!section.access) clients.push_back({ListedKind::kEveryone, {}, entry});
}

void visit_aix(const AixExports& exports, const Names& names, const Visit& visit) {
  ListedExport listed;
  for (const AixExport& each : exports.exports) {
    listed = {each.path.text, each.span, std::move(listed.clients), !each.lost_to};
    listed.clients.clear();
    for (const AixSection& section : each.sections) {
      list_section(section, each.span, names, listed.clients);
    }
    visit(listed);
  }
}

ListedKind kind_of(GaneshaClientKind kind) {
  switch (kind) {
    case GaneshaClientKind::kEveryone:
      return ListedKind::kEveryone;
    case GaneshaClientKind::kNetwork:
      return ListedKind::kNetwork;
    case GaneshaClientKind::kWildcard:
      return ListedKind::kPattern;
    case GaneshaClientKind::kNetgroup:
      return ListedKind::kNetgroup;
    default:
      return ListedKind::kHost;
  }
}

void visit_ganesha(const GaneshaExports& exports, const Visit& visit) {
  ListedExport listed;
  for (const GaneshaExport& each : exports.exports) {
    listed = {each.path.text, each.span, std::move(listed.clients), !each.lost_to};
    listed.clients.clear();
    for (const GaneshaClientBlock& block : each.clients) {
      if (block.lost_to) continue;
      for (const GaneshaClient& client : block.clients) {
        listed.clients.push_back({kind_of(client.kind), client.text.text, client.text.span});
      }
    }
    const auto access = each.permissions.access ? each.permissions.access : exports.defaults.access;
    if (access.value_or(GaneshaAccess::kNone) != GaneshaAccess::kNone) {
      listed.clients.push_back({ListedKind::kEveryone, {}, each.span});
    }
    visit(listed);
  }
}

ListedKind group_kind(std::string_view group) {
  if (group.find_first_of("*?[") != std::string_view::npos) return ListedKind::kPattern;
  if (group.find('/') != std::string_view::npos) return ListedKind::kNetwork;
  return group.starts_with('@') ? ListedKind::kNetgroup : ListedKind::kHost;
}

void visit_showmount(const ShowmountList& list, const Visit& visit) {
  for (const ShowmountExport& each : list.exports) {
    ListedExport listed{each.path.text, each.span, {}, true};
    if (each.everyone) listed.clients.push_back({ListedKind::kEveryone, {}, each.span});
    for (const Token& group : each.groups) {
      listed.clients.push_back({group_kind(group.text), group.text, group.span});
    }
    visit(listed);
  }
}

bool is_clean(std::string_view path) {
  return !path.ends_with('/') && path.find("//") == std::string_view::npos &&
         path.find("/.") == std::string_view::npos;
}

}  // namespace

const ExportsTable* table_of(const Server& server) {
  if (server.exports) return &*server.exports;
  return server.live.empty() ? nullptr : &server.live.front();
}

void for_each_export(const ExportsTable& table, const Names& names, const Visit& visit) {
  if (const auto* const linux_exports = std::get_if<LinuxExports>(&table.content)) {
    visit_linux(*linux_exports, visit);
  } else if (const auto* const aix = std::get_if<AixExports>(&table.content)) {
    visit_aix(*aix, names, visit);
  } else if (const auto* const ganesha = std::get_if<GaneshaExports>(&table.content)) {
    visit_ganesha(*ganesha, visit);
  } else if (const auto* const list = std::get_if<ShowmountList>(&table.content)) {
    visit_showmount(*list, visit);
  }
}

std::uint32_t node_listed(const Site& site, const ListedClient& client) {
  if (client.kind != ListedKind::kHost) return kNoIndex;
  auto found = site.node_index.find(client.text);
  if (found == site.node_index.end()) found = site.node_index.find(short_name(client.text));
  return found == site.node_index.end() ? kNoIndex : found->second;
}

CleanPath::CleanPath(std::string_view path) : path_(path) {
  if (!is_clean(path)) text_ = normalise_path(path);
}

ExportedPaths::ExportedPaths(const Server& server) {
  const ExportsTable* const table = table_of(server);
  if (table == nullptr) return;
  for_each_export(*table, *server.names, [&](const ListedExport& listed) {
    if (is_clean(listed.path)) {
      paths_.try_emplace(listed.path, listed.span);
      return;
    }
    const auto [kept, is_new] = kept_.try_emplace(listed.path, normalise_path(listed.path));
    if (is_new) paths_.try_emplace(kept->second, listed.span);
  });
}

Span ExportedPaths::exported(std::string_view path) const {
  const auto found = paths_.find(path);
  return found == paths_.end() ? Span{} : found->second;
}

bool ExportedPaths::covers(std::string_view path) {
  return paths_.count(path) != 0 || covers_directory(parent_of(path));
}

bool ExportedPaths::covers_directory(std::string_view directory) {
  if (directory.empty()) return false;
  const std::string key(directory);
  if (const auto found = directories_.find(key); found != directories_.end()) return found->second;
  const bool covered = covers(directory);
  directories_.emplace(key, covered);
  return covered;
}

}  // namespace nfsready::checks
