#include "checks/common/handle_ids.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <variant>

#include "base/path.h"
#include "base/text.h"
#include "checks/common/export_lists.h"

namespace nfsready::checks {

namespace {

HandleId id_of(const LinuxExport& entry) {
  for (const LinuxRule& rule : entry.rules) {
    if (!rule.fsid.empty()) return {normal_fsid(rule.fsid.text), rule.fsid, entry.span};
  }
  return {{}, {}, entry.span};
}

// A handle of NFS-Ganesha begins with the number of its export.
HandleId id_of(const GaneshaExport& entry) {
  if (!entry.export_id) return {{}, {}, entry.span};
  return {std::to_string(*entry.export_id), entry.export_id_text, entry.span};
}

}  // namespace

std::string normal_fsid(std::string_view text) {
  if (text.empty()) return {};
  if (equals_ignoring_case(text, "root")) return "0";
  const bool is_number = text.size() <= 10 && text.find_first_of("-:") == std::string_view::npos;
  if (is_number) {
    const std::string digits(text);
    char* end = nullptr;
    const unsigned long number = std::strtoul(digits.c_str(), &end, 0);
    if (*end == '\0') return std::to_string(number);
  }
  std::string uuid;
  for (const char c : text) {
    if (c != '-' && c != ':') uuid += to_lower(c);
  }
  return uuid;
}

HandleIds handle_ids(const ExportsTable& table) {
  HandleIds ids;
  const auto add = [&](const auto& exports) {
    for (const auto& entry : exports) {
      if (!entry.lost_to)
        ids.try_emplace(std::string(CleanPath(entry.path.text).view()), id_of(entry));
    }
  };
  if (const auto* const linux_exports = std::get_if<LinuxExports>(&table.content)) {
    add(linux_exports->exports);
  } else if (const auto* const ganesha = std::get_if<GaneshaExports>(&table.content)) {
    add(ganesha->exports);
  }
  return ids;
}

HeadIds::HeadIds(const Site& site, const Server& server) : server_(server) {
  const auto index = static_cast<std::uint32_t>(&server - site.servers.data());
  const std::vector<std::uint32_t> heads = site.heads_of(index);
  several_heads_ = heads.size() > 1;
  std::uint64_t highest = 0;
  for (const std::uint32_t head : heads) {
    const ExportsTable* const table = table_of(site.servers[head]);
    if (table == nullptr) continue;
    heads_.push_back({&site.servers[head], handle_ids(*table)});
    for (const auto& [path, id] : heads_.back().ids) {
      const auto number = parse_decimal(id.id);
      if (number && *number < UINT32_MAX) highest = std::max(highest, *number);
      any_ = any_ || !id.id.empty();
    }
  }
  next_ = highest + 1;
}

bool HeadIds::is_anothers(const std::string& id, const std::string& path) const {
  const auto has_it = [&](const auto& entry) {
    return entry.second.id == id && entry.first != path;
  };
  return std::any_of(heads_.begin(), heads_.end(), [&](const Head& head) {
    return std::any_of(head.ids.begin(), head.ids.end(), has_it);
  });
}

std::string HeadIds::of(std::string_view path) const {
  const std::string clean(CleanPath(path).view());
  for (const Head& head : heads_) {
    if (head.server->kind != server_.kind) continue;
    const auto at = head.ids.find(clean);
    if (at == head.ids.end() || at->second.id.empty()) continue;
    if (!is_anothers(at->second.id, clean)) return at->second.id;
  }
  return {};
}

std::vector<const Server*> HeadIds::others_without(std::string_view path) const {
  const std::string clean(CleanPath(path).view());
  std::vector<const Server*> without;
  for (const Head& head : heads_) {
    if (head.server != &server_ && head.ids.count(clean) == 0) without.push_back(head.server);
  }
  return without;
}

std::uint64_t HeadIds::take(std::uint64_t count) {
  const std::uint64_t first = next_;
  next_ += count;
  return first;
}

std::string export_above(const HandleIds& ids, std::string_view path) {
  for (; !path.empty(); path = parent_of(path)) {
    if (const auto found = ids.find(std::string(path)); found != ids.end()) return found->first;
  }
  return {};
}

}  // namespace nfsready::checks
