#include "checks/common/table_differences.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <variant>

#include "base/path.h"
#include "base/text.h"
#include "grant/aix_table.h"
#include "grant/same_table.h"
#include "grant/server_path.h"

namespace nfsready::checks {

namespace {

// What a client may do: on Linux as bits and ids, on AIX as words.
struct Rights {
  unsigned flags = 0;
  std::uint64_t ids = 0;
  std::string words;
  std::optional<bool> insecure;  // unset: the table does not print it
};

struct Listed {
  Span entry;
  std::optional<Rights> rights;  // unset: not printed
};

// What one table says of one path.
struct PathEntry {
  Span entry;
  std::map<std::string, Listed> clients;  // by what tells a client from others
  bool names_known = true;                // false: one of them could not be told from others
  bool left_out = false;                  // an entry of it is not taken from the file
};

using Paths = std::unordered_map<std::string, PathEntry>;

bool same_rights(const Listed& a, const Listed& b) {
  if (!a.rights || !b.rights) return true;
  const auto printed = [](const Rights& rights) {
    return std::tie(rights.flags, rights.ids, rights.words);
  };
  if (printed(*a.rights) != printed(*b.rights)) return false;
  const bool both_known = a.rights->insecure && b.rights->insecure;
  return !both_known || a.rights->insecure == b.rights->insecure;
}

const LinuxSection* section_for_sys(const LinuxRule& rule) {
  const auto found =
      std::find_if(rule.sections.begin(), rule.sections.end(),
                   [](const LinuxSection& section) { return section.flavours.has(Flavour::kSys); });
  return found == rule.sections.end() ? nullptr : &*found;
}

std::optional<Rights> rights_of(const LinuxRule& rule) {
  if (!rule.rights_known) return std::nullopt;
  Rights rights;
  const LinuxSection* const section = section_for_sys(rule);
  if (section == nullptr) return rights;
  rights.insecure = section->insecure;
  for (const bool flag : {section->read_write, section->root_squash, section->all_squash,
                          rule.async, rule.crossmnt}) {
    rights.flags = rights.flags * 2 + (flag ? 1 : 0);
  }
  rights.ids = (std::uint64_t{rule.anon_uid} << 32U) | rule.anon_gid;
  return rights;
}

// Networks count by what they hold, hosts by their first address. Nothing for a host of which no
// address is known.
std::optional<std::string> identity_of(const LinuxClient& client, const Names& names) {
  switch (client.kind) {
    case LinuxClientKind::kEveryone:
      return "*";
    case LinuxClientKind::kNetwork:
      if (!client.network) break;
      return client.network->address().text() + "/" + client.network->mask().text();
    case LinuxClientKind::kHost: {
      if (client.address) return client.address->text();
      const auto answers = names.addresses(client.text.text);
      if (answers.empty()) return std::nullopt;
      return answers.front().address.text();
    }
    default:
      break;
  }
  return to_lower(client.text.text);
}

void add_rule(const LinuxRule& rule, const Names& names, bool live, PathEntry& to) {
  const LinuxClientKind kind = rule.client.kind;
  if (kind == LinuxClientKind::kDead || kind == LinuxClientKind::kGss || rule.v4root) return;
  const auto identity = identity_of(rule.client, names);
  if (identity) {
    to.clients.try_emplace(*identity, Listed{rule.span, rights_of(rule)});
  } else if (live || !names.any_source()) {
    to.names_known = false;
  }
}

Paths paths_of(const LinuxExports& exports, const Server& server, bool live) {
  Paths paths;
  paths.reserve(exports.exports.size());
  for (const LinuxExport& entry : exports.exports) {
    if (!is_absolute(entry.path.text)) continue;
    PathEntry& path = paths[real_path(server.tree, entry.path.text)];
    if (!path.entry.is_set()) path.entry = entry.span;
    path.left_out = path.left_out || entry.lost_to.has_value();
    if (entry.lost_to) continue;
    for (const LinuxRule& rule : entry.rules) add_rule(rule, *server.names, live, path);
  }
  return paths;
}

std::string members_of(std::string_view option, const std::optional<AixList>& list) {
  if (!list) return {};
  std::set<std::string_view> members;
  for (const AixClient& client : list->clients) members.insert(client.text);
  std::string text = " " + std::string(option);
  for (const std::string_view member : members) text.append(":").append(member);
  return text;
}

// An AIX entry lists its clients as a whole: two of them are the same when their lists are.
void add_entry(const AixExport& entry, PathEntry& to) {
  std::string clients;
  Rights rights;
  for (const AixSection& section : entry.sections) {
    clients += members_of("access", section.access) + members_of("ro", section.ro) +
               members_of("rw", section.rw) + members_of("root", section.root) + ";";
    for (std::size_t i = 0; i < kFlavourNames.size(); ++i) {
      if (section.flavours.has(static_cast<Flavour>(i))) rights.words += std::to_string(i);
    }
    rights.words += section.read_only ? " ro;" : ";";
  }
  rights.words += entry.anon ? std::to_string(*entry.anon) : std::string(entry.anon_text.text);
  const std::string version = entry.versions.has(4) ? (entry.versions.has(3) ? "34" : "4") : "3";
  to.clients.try_emplace(version + clients, Listed{entry.span, std::move(rights)});
}

Paths paths_of(const AixExports& exports, const Server& server, bool live) {
  const AixTable table(exports, server.tree);
  Paths paths;
  paths.reserve(exports.exports.size());
  for (const AixExport& entry : exports.exports) {
    if (!is_absolute(entry.path.text)) continue;
    const std::string normal = normalise_path(entry.path.text);
    PathEntry& path = paths[normal];
    if (!path.entry.is_set()) path.entry = entry.span;
    const bool refused = !live && table.refused(normal) != nullptr;
    path.left_out = path.left_out || entry.lost_to || entry.doubt || refused;
    if (!entry.lost_to) add_entry(entry, path);
  }
  return paths;
}

// Nothing for tables that do not list everything with its clients.
std::optional<Paths> paths_of(const ExportsTable& table, const Server& server) {
  const bool live = is_live(table.dialect);
  if (const auto* const exports = std::get_if<LinuxExports>(&table.content)) {
    if (!exports->complete) return std::nullopt;
    return paths_of(*exports, server, live);
  }
  if (const auto* const exports = std::get_if<AixExports>(&table.content)) {
    return paths_of(*exports, server, live);
  }
  return std::nullopt;
}

// The first client that one of the two lacks.
const Listed* missing(const PathEntry& from, const PathEntry& in) {
  for (const auto& [client, listed] : from.clients) {
    if (in.clients.count(client) == 0) return &listed;
  }
  return nullptr;
}

std::optional<TableDifference> compare(const std::string& path, const PathEntry& files,
                                       const PathEntry& force) {
  if (files.names_known && force.names_known) {
    const Listed* const only_files = missing(files, force);
    const Listed* const only_force = missing(force, files);
    if (only_files != nullptr || only_force != nullptr) {
      return TableDifference{Difference::kClients, path,
                             only_files != nullptr ? only_files->entry : files.entry,
                             only_force != nullptr ? only_force->entry : force.entry};
    }
  }
  for (const auto& [client, listed] : files.clients) {
    const auto there = force.clients.find(client);
    if (there != force.clients.end() && !same_rights(listed, there->second)) {
      return TableDifference{Difference::kRights, path, listed.entry, there->second.entry};
    }
  }
  return std::nullopt;
}

}  // namespace

std::vector<TableDifference> table_differences(const Server& server) {
  std::vector<TableDifference> differences;
  if (!server.exports || server.live.empty()) return differences;
  if (says_the_same(*server.exports, server.live.front())) return differences;
  const auto files = paths_of(*server.exports, server);
  const auto force = paths_of(server.live.front(), server);
  if (!files || !force) return differences;
  for (const auto& [path, entry] : *files) {
    if (entry.left_out) continue;
    const auto there = force->find(path);
    if (there != force->end()) {
      if (auto difference = compare(path, entry, there->second)) {
        differences.push_back(std::move(*difference));
      }
    } else if (!entry.clients.empty()) {
      differences.push_back({Difference::kNotInForce, path, entry.entry, {}});
    }
  }
  for (const auto& [path, entry] : *force) {
    if (files->count(path) == 0 && !entry.clients.empty()) {
      differences.push_back({Difference::kNotInFiles, path, {}, entry.entry});
    }
  }
  std::sort(differences.begin(), differences.end(),
            [](const TableDifference& a, const TableDifference& b) { return a.path < b.path; });
  return differences;
}

}  // namespace nfsready::checks
