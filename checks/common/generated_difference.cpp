#include "checks/common/generated_difference.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "base/path.h"
#include "base/text.h"
#include "checks/common/lite_mounts.h"
#include "checks/common/priorities.h"
#include "checks/common/table_rows.h"
#include "plan/overlay.h"

namespace nfsready::checks {

std::string_view file_of(GeneratedKind kind) {
  constexpr std::array<std::string_view, 3> kFiles = {"statelite.table", "litefile.table",
                                                      "litetree.table"};
  return kFiles[static_cast<std::size_t>(kind)];
}

std::string_view database_table(GeneratedKind kind) {
  const std::string_view file = file_of(kind);
  return file.substr(0, file.find('.'));
}

const CollectedTable* table_of(const GeneratedTables& tables, GeneratedKind kind) {
  const auto& table = kind == GeneratedKind::kStatelite  ? tables.statelite
                      : kind == GeneratedKind::kLitefile ? tables.litefile
                                                         : tables.litetree;
  return table ? &*table : nullptr;
}

bool boots_by_its_name(const NodePlan& plan, const Node& node) {
  return node.name.find(plan.boot_name) != std::string_view::npos;
}

std::vector<const GeneratedLine*> own_lines(const NodePlan& plan, const Node& node,
                                            GeneratedKind kind) {
  const OverlayLines& overlay = plan.overlay;
  return own_lines(kind == GeneratedKind::kStatelite  ? overlay.statelite
                   : kind == GeneratedKind::kLitefile ? overlay.litefile
                                                      : overlay.litetree,
                   node.name);
}

namespace {

// mkdsklsnode stops at it and leaves the tables of the shared root as they are (NR411).
bool has_relative_entry(const Node& node) {
  return std::any_of(node.litefiles.begin(), node.litefiles.end(),
                     [](const Litefile& entry) { return !is_absolute(entry.path); });
}

}  // namespace

std::optional<LineDifference> TableComparer::compare(const NodePlan& plan, GeneratedKind kind) {
  const Node& node = context_.node(plan);
  if (plan.tables == nullptr || table_of(*plan.tables, kind) == nullptr) return std::nullopt;
  const std::string_view file = file_of(kind);
  const XcatTable* const rows = context_.site().table(file.substr(0, file.find('.')));
  if (rows == nullptr || !boots_by_its_name(plan, node)) return std::nullopt;
  if (kind != GeneratedKind::kLitetree && !has_rows_in_force(*rows)) return std::nullopt;
  if (has_relative_entry(node)) return std::nullopt;
  if (kind == GeneratedKind::kLitefile) return compare_litefiles(node, own_lines(plan, node, kind));
  const Server* const machine = lines_.machine(node.service_nodes.front());
  if (machine == nullptr) return std::nullopt;
  return kind == GeneratedKind::kStatelite ? compare_persistent(plan, *machine)
                                           : compare_trees(plan, *machine);
}

// The usual case, without making the line.
bool TableComparer::is_plainly(const LiteMount& mount, const GeneratedLine& line,
                               const Server& machine) {
  return !mount.server.empty() && field_of(line, 2).text == mount.directory &&
         field_of(line, 3).text == mount.mount_options &&
         field_of(line, 1).text == lines_.server_field(machine, mount.server).text;
}

// Any address of the server is as good as the first one: which comes first may depend on the day.
// A name that nobody resolves says nothing about the line (NR405).
bool TableComparer::agrees(const LiteMount& mount, const std::string& expected,
                           const GeneratedLine& line, const Server& machine) {
  if (expected == line.line.text) return true;
  if (mount.server.empty()) return false;
  const ServerField& server = lines_.server_field(machine, mount.server);
  const auto address = Address::parse(field_of(line, 1).text);
  const bool is_unusable =
      server.answers.empty() || server.answers.front().address.is_loopback();  // NR405, NR406
  const bool was_unresolved = server.by_others && field_of(line, 1).empty();   // NR405
  const bool any_will_do = !server.known || was_unresolved || (is_unusable && address);
  const bool is_another_address =
      address && std::any_of(server.answers.begin(), server.answers.end(),
                             [&](const NameAnswer& answer) { return answer.address == *address; });
  if (!any_will_do && !is_another_address) return false;
  const std::string_view text = line.line.text;
  const std::size_t wanted = expected.find('|', expected.find('|') + 1);
  const std::size_t found = text.find('|', std::min(text.find('|'), text.size() - 1) + 1);
  if (wanted == std::string::npos || found == std::string_view::npos) return false;
  return std::string_view(expected).substr(wanted) == text.substr(found);
}

namespace {

bool has_persistent_entry(const Node& node) {
  return std::any_of(node.litefiles.begin(), node.litefiles.end(),
                     [](const Litefile& entry) { return entry.option == "persistent"; });
}

// Only the mount options are others.
bool has_same_target(const GeneratedLine& line, const std::string& expected) {
  const auto fields = split(expected, '|');
  return fields.size() > 2 && field_of(line, 1).text == fields[1] &&
         field_of(line, 2).text == fields[2];
}

}  // namespace

std::optional<LineDifference> TableComparer::compare_persistent(const NodePlan& plan,
                                                                const Server& machine) {
  const Node& node = context_.node(plan);
  const Lines own = own_lines(plan, node, GeneratedKind::kStatelite);
  if (!node.persistent) {
    if (own.empty() || has_persistent_entry(node)) return std::nullopt;  // NR401
    return LineDifference{own.front(), {}, {}, Effect::kDegraded};
  }
  const LiteMount& mount = *node.persistent;
  if (own.size() == 1 && is_plainly(mount, *own.front(), machine)) return std::nullopt;
  if (fault_of(context_, {plan, node, mount, Purpose::kPersistent}) != LiteFault::kNone) {
    return std::nullopt;
  }
  const std::string expected = lines_.statelite_line(node, mount, machine);
  if (own.empty() && expected.empty()) return std::nullopt;
  if (own.size() == 1 && agrees(mount, expected, *own.front(), machine)) return std::nullopt;
  const bool keeps = has_litefile_option(node, plan, "persistent");
  const bool is_mounted = !own.empty() && !field_of(*own.back(), 1).empty();
  const bool keeps_target = !own.empty() && has_same_target(*own.back(), expected);
  const Effect effect = !keeps || keeps_target ? Effect::kDegraded
                        : is_mounted           ? Effect::kWrongData
                                               : Effect::kDataLoss;
  return LineDifference{own.empty() ? nullptr : own.back(), expected, mount.where, effect,
                        keeps_target};
}

// Every tree has a line, whichever its place is, and no line is left.
bool TableComparer::has_same_trees(const NodePlan& plan, const Lines& own, const Server& machine) {
  const Node& node = context_.node(plan);
  Lines rest = own;
  for (const LiteMount& tree : node.trees) {
    const std::string expected = lines_.litetree_line(node, tree, machine);
    const auto found = std::find_if(rest.begin(), rest.end(), [&](const GeneratedLine* line) {
      return agrees(tree, expected, *line, machine);
    });
    if (found == rest.end()) return false;
    rest.erase(found);
  }
  return rest.empty();
}

std::optional<LineDifference> TableComparer::compare_trees(const NodePlan& plan,
                                                           const Server& machine) {
  const Node& node = context_.node(plan);
  const Lines own = own_lines(plan, node, GeneratedKind::kLitetree);
  if (is_order_open(node) && has_same_trees(plan, own, machine)) return std::nullopt;  // NR416
  for (std::size_t i = 0; i < std::max(own.size(), node.trees.size()); ++i) {
    if (i == node.trees.size()) return LineDifference{own[i], {}, {}, Effect::kWrongData};
    const LiteMount& tree = node.trees[i];
    if (i < own.size() && is_plainly(tree, *own[i], machine)) continue;
    const LiteFault fault = fault_of(context_, {plan, node, tree, Purpose::kLitetree, i});
    if (fault == LiteFault::kUndecided) return std::nullopt;
    if (fault != LiteFault::kNone) continue;
    const std::string expected = lines_.litetree_line(node, tree, machine);
    if (i < own.size() && agrees(tree, expected, *own[i], machine)) continue;
    if (i >= own.size()) return LineDifference{nullptr, expected, tree.where, Effect::kWrongData};
    const bool keeps_target = has_same_target(*own[i], expected);
    return LineDifference{own[i], expected, tree.where,
                          keeps_target ? Effect::kDegraded : Effect::kWrongData, keeps_target};
  }
  return std::nullopt;
}

namespace {

// xCAT has its own ideas about this one, which change with the release.
bool is_mtab(std::string_view path) { return path == "/etc/mtab"; }

// A blank option is filled in by the management node, which may not be in the snapshot.
bool is_option_of(const Litefile& entry, std::string_view option) {
  const bool left_blank = entry.option_where == entry.where || entry.option_where.length == 0;
  return option == entry.option || (left_blank && (option == "rw" || option == "tmpfs,rw"));
}

bool is_plain_entry(const Litefile& entry, const GeneratedLine& line) {
  return line.fields.size() == 3 && line.fields[2].text == entry.path &&
         is_option_of(entry, line.fields[1].text);
}

// The effect of an entry that is not there, or has another option.
Effect effect_of(const Litefile& entry) {
  if (entry.option == "persistent") return Effect::kDataLoss;
  return is_handled_option(entry.option) ? Effect::kWrongData : Effect::kNone;
}

// Keeps the difference that does most to the node, the first of equal ones.
void take(LineDifference difference, std::optional<LineDifference>& worst) {
  if (difference.effect == Effect::kNone) return;
  const bool is_worse = !worst || (difference.effect != worst->effect &&
                                   worse(difference.effect, worst->effect) == difference.effect);
  if (is_worse) worst = std::move(difference);
}

}  // namespace

std::optional<LineDifference> TableComparer::compare_litefiles(const Node& node, const Lines& own) {
  const bool same = std::equal(own.begin(), own.end(), node.litefiles.begin(), node.litefiles.end(),
                               [](const GeneratedLine* line, const Litefile& entry) {
                                 return is_plain_entry(entry, *line);
                               });
  if (same) return std::nullopt;
  std::optional<LineDifference> worst;
  std::unordered_map<std::string_view, const GeneratedLine*> by_path;
  for (const GeneratedLine* line : own) by_path.emplace(field_of(*line, 2).text, line);
  for (const Litefile& entry : node.litefiles) {
    const std::string expected = LineGenerator::litefile_line(node, entry);
    const auto fields = split(expected, '|');
    const auto found = by_path.find(fields.size() > 2 ? fields[2] : std::string_view{});
    const GeneratedLine* const line = found == by_path.end() ? nullptr : found->second;
    if (found != by_path.end()) by_path.erase(found);
    const bool agrees =
        line != nullptr && (line->line.text == expected || is_plain_entry(entry, *line));
    if (!agrees && !is_mtab(entry.path)) {
      take({line, expected, entry.where, effect_of(entry)}, worst);
    }
  }
  for (const GeneratedLine* line : own) {
    const std::string_view path = field_of(*line, 2).text;
    if (by_path.count(path) == 0 || is_mtab(path)) continue;
    if (is_handled_option(field_of(*line, 1).text)) {
      take({line, {}, {}, Effect::kWrongData}, worst);
    }
  }
  return worst;
}

}  // namespace nfsready::checks
