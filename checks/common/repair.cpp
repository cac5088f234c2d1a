#include "checks/common/repair.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "base/source.h"
#include "base/text.h"
#include "checks/common/mounts.h"

namespace nfsready::checks {

namespace {

bool holds(const ExportsTable& table, SourceId file) {
  return std::find(table.files.begin(), table.files.end(), file) != table.files.end();
}

bool is_printed(const Server& server, const Span& place) {
  return std::any_of(server.live.begin(), server.live.end(),
                     [&](const ExportsTable& table) { return holds(table, place.source); });
}

}  // namespace

std::vector<RepairHead> other_heads_where(const Context& context, const JudgedMount& judged,
                                          const std::function<bool(const Grant&)>& fails) {
  std::vector<RepairHead> heads;
  const Mount& mount = *judged.mount;
  for (const std::uint32_t index : context.site().heads_of(mount.server)) {
    const Server& head = context.site().servers[index];
    if (index == mount.server || (!head.exports && head.live.empty())) continue;
    const Grant grant =
        context.ask(head, mount.asked, Context::client_of(*judged.node, mount.version)).now;
    if (!fails(grant)) continue;
    heads.push_back({&head, grant.rule.is_set() ? grant.rule : grant.entry});
  }
  return heads;
}

Repair repair_of(const Context& context, const std::vector<const JudgedMount*>& mounts,
                 std::optional<Fault> fault) {
  Repair repair;
  const JudgedMount& first = *mounts.front();
  repair.server = &context.site().servers[first.mount->server];
  repair.path = first.mount->asked;
  std::unordered_map<Span, std::size_t, HashSpan> known;
  for (const JudgedMount* const judged : mounts) {
    const Mount& mount = *judged->mount;
    repair.one_path = repair.one_path && mount.asked == first.mount->asked;
    repair.needs.write = repair.needs.write || mount.needs.write || mount.write_is_likely;
    repair.needs.root = repair.needs.root || mount.needs.root;
    const Grant& grant = judged->answer->now;
    const Span rule = grant.rule.is_set() ? grant.rule : grant.entry;
    const auto [at, is_new] = known.try_emplace(rule, repair.entries.size());
    if (is_new) repair.entries.push_back({grant.entry.is_set() ? grant.entry : rule, rule, {}});
    // A node may mount the same directory twice; nodes come in order.
    auto& nodes = repair.entries[at->second].nodes;
    if (nodes.empty() || nodes.back() != judged->node) nodes.push_back(judged->node);
    const bool known_node = !repair.nodes.empty() && repair.nodes.back() == judged->node;
    if (!known_node) repair.nodes.push_back(judged->node);
  }
  repair.pattern = repair.one_path ? repair.path : path_pattern(*first.node, repair.path);
  if (fault) {
    repair.other_heads = other_heads_where(context, first, [&](const Grant& grant) {
      return faults_of(grant, first.mount->needs).has(*fault);
    });
  }
  return repair;
}

std::vector<const Node*> nodes_of_entry(const Context& context, const Span& entry) {
  std::vector<const Node*> nodes;
  for (const JudgedMount& judged : context.mounts()) {
    if (judged.answer->now.entry != entry) continue;
    if (nodes.empty() || nodes.back() != judged.node) nodes.push_back(judged.node);
  }
  return nodes;
}

std::vector<const Node*> nodes_to_admit(const Context& context, const Server& server,
                                        const Span& entry) {
  std::vector<const Node*> nodes = nodes_of_entry(context, entry);
  if (!nodes.empty()) return nodes;
  const Site& site = context.site();
  const auto index = static_cast<std::uint32_t>(&server - site.servers.data());
  const std::uint32_t family = server.head_of == kNoIndex ? index : server.head_of;
  for (const JudgedMount& judged : context.mounts()) {
    if (judged.mount->server != index && judged.mount->server != family) continue;
    if (nodes.empty() || nodes.back() != judged.node) nodes.push_back(judged.node);
  }
  return nodes;
}

void add_other_heads(const Repair& repair, Draft& draft) {
  for (const RepairHead& head : repair.other_heads) {
    if (head.place.is_set()) draft.add_location(head.place);
  }
}

std::string on_heads_without(const std::vector<Repair>& repairs, const HeadIds& ids) {
  std::map<std::string_view, std::vector<std::string>> lacking;  // paths by head
  for (const Repair& repair : repairs) {
    for (const Server* const head : ids.others_without(repair.path)) {
      lacking[head->name].push_back(repair.pattern);
    }
  }
  std::string text;
  for (const auto& [head, paths] : lacking) {
    text.append(text.empty() ? "; likewise on " : ", on ").append(head);
    if (paths.size() < repairs.size()) {
      text.append(paths.size() == 1 ? ", of these only " : ", but only ").append(join(paths, ", "));
    }
  }
  return text;
}

bool is_editable(const Server& server, const Span& place) {
  return place.is_set() && !is_printed(server, place);
}

std::string place_on_server(const Context& context, const Server& server, const Span& place) {
  if (!is_editable(server, place)) return "/etc/exports";
  const SourceFile& file = context.site().sources->file(place.source);
  const std::string folder = "servers/" + std::string(server.name);
  const std::string_view path = context.site().path_of(place.source);
  if (!path.starts_with(folder + "/")) return context.where(place);
  return std::string(path.substr(folder.size())) + ":" +
         std::to_string(file.position(place.offset).line);
}

}  // namespace nfsready::checks
