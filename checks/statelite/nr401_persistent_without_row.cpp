#include <algorithm>
#include <unordered_set>

#include "base/text.h"
#include "checks/common/copies.h"
#include "checks/common/lite_mounts.h"
#include "checks/common/litefiles.h"
#include "checks/common/remedies.h"
#include "checks/common/table_needs.h"
#include "checks/common/table_rows.h"
#include "engine/check.h"
#include "plan/overlay.h"

namespace nfsready::checks {

namespace {

// The nodes and groups with a row that NR425 tells of.
std::unordered_set<std::string_view> disabled_by_mistake(const XcatTable* table) {
  std::unordered_set<std::string_view> keys;
  for (std::size_t row = 0; table != nullptr && row < table->row_count(); ++row) {
    if (!is_doubtful_disable(table->cell(row, "disable"))) continue;
    if (table->cell(row, "statemnt").token.empty()) continue;
    keys.insert(table->cell(row, "node").token.text);
  }
  return keys;
}

bool has_row(const std::unordered_set<std::string_view>& keys, const Node& node) {
  if (keys.empty()) return false;
  return keys.count(node.name) != 0 ||
         std::any_of(node.groups.begin(), node.groups.end(),
                     [&](std::string_view group) { return keys.count(group) != 0; });
}

// The line of a row that is no longer there.
bool has_earlier_line(const NodePlan& plan, const Node& node) {
  return !own_lines(plan.overlay.statelite, node.name).empty();
}

// Whether the node is known to have no area: by the table, or by what was generated from it.
bool lacks_area(const Context& context, const NodePlan& plan, const Node& node) {
  if (node.persistent) return false;
  if (context.site().table("statelite") != nullptr) return true;
  return plan.tables != nullptr && plan.tables->statelite && !has_earlier_line(plan, node);
}

// An area that other nodes have, as a model for the missing one.
std::string model_value(const Context& context) {
  for (const Node& node : context.site().nodes) {
    if (node.persistent) return written_value(context, *node.persistent);
  }
  return "<server>:/<directory>";
}

Span place_to_change(const Context& context, const NodePlan& plan) {
  if (const XcatTable* const table = context.site().table("statelite")) return start_of(*table);
  return plan.tables->statelite->start();
}

std::string_view what_is_missing(const Context& context, bool is_disabled) {
  if (is_disabled) return "the row of the statelite table that would give them an area is disabled";
  if (context.site().table("statelite") == nullptr) {
    return "the generated statelite.table has no line that gives them an area";
  }
  return "no row of the statelite table gives them an area";
}

std::string describe(const Context& context, bool is_disabled, bool is_earlier) {
  return "persistent litefile entries count for {nodes}, but " +
         std::string(what_is_missing(context, is_disabled)) +
         (is_earlier ? ": the next run of mkdsklsnode takes the earlier line out of the generated "
                       "table, and what is then written there is lost at each boot"
                     : ": what is written there is kept in memory and lost at the next boot");
}

void report(const Context& context, const NodePlan& plan, const Span& disabled,
            const LitefileGroup& group, Sink& sink) {
  const bool is_earlier = has_earlier_line(plan, context.node(plan));
  Draft& draft = sink.cause((disabled.is_set() ? context.where(disabled) : "") +
                            (is_earlier ? "|earlier" : ""));
  draft.add_subject(context.subject(plan));
  if (!draft.fresh) return;
  draft.add_location(disabled.is_set() ? disabled : place_to_change(context, plan));
  Finding& finding = draft.finding;
  rate(is_earlier ? Effect::kNone : Effect::kDataLoss, Certainty::kCertain, finding);
  finding.message = describe(context, disabled.is_set(), is_earlier);
  if (disabled.is_set()) finding.evidence = context.line(disabled);
  for (const Litefile& entry : group.entries) {
    if (entry.option != "persistent") continue;
    draft.add_location(entry.option_where);
    finding.evidence += (finding.evidence.empty() ? "" : "\n") + context.line(entry.where);
    break;
  }
  finding.remedy = disabled.is_set() ? remedy_enable(context, "statelite", disabled)
                                     : "on the management node: {for each}chtab node={node} "
                                       "statelite.statemnt='" +
                                           model_value(context) + "'";
  finding.remedy += "\n" + remedy_mkdsklsnode();
}

void run(const Context& context, Sink& sink) {
  const Site& site = context.site();
  const XcatTable* const table = site.table("statelite");
  if (table != nullptr && !has_rows_in_force(*table)) return;  // NR424, NR425
  const DisabledRows disabled(table, "statemnt");
  const auto by_mistake = disabled_by_mistake(table);
  const bool from_database = site.table("litefile") != nullptr;
  for (const LitefileGroup& group : litefile_groups(context)) {
    const bool keeps =
        std::any_of(group.entries.begin(), group.entries.end(),
                    [](const Litefile& entry) { return entry.option == "persistent"; });
    if (!keeps) continue;
    for (const NodePlan* plan : group.plans) {
      const Node& node = context.node(*plan);
      if (from_database && are_rows_unknown(site, node)) continue;
      if (!lacks_area(context, *plan, node) || has_row(by_mistake, node)) continue;
      report(context, *plan, disabled.row_of(node), group, sink);
    }
  }
  add_copies(context, sink);
}

}  // namespace

Check nr401_persistent_without_row() {
  return {{"NR401", "persistent-without-row", "a node has persistent files, but no persistent area",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
