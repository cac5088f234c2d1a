#include <algorithm>

#include "base/text.h"
#include "checks/common/copies.h"
#include "checks/common/damage.h"
#include "checks/common/lite_mounts.h"
#include "checks/common/remedies.h"
#include "checks/common/table_rows.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// aixlitesetup ends at once when one of these two generated tables is missing or empty.
bool is_empty(const XcatTable* table) { return table != nullptr && !has_rows_in_force(*table); }

// A row that NR425 tells of may be all that is missing.
bool has_doubtful_row(const XcatTable& table) {
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    if (is_doubtful_disable(table.cell(row, "disable"))) return true;
  }
  return false;
}

// mkdsklsnode removes an empty table from the SPOT only: an old copy in the shared root stays.
bool has_old_table(const NodePlan& plan, std::string_view table) {
  if (plan.tables == nullptr) return false;
  const auto& copy = table == "statelite" ? plan.tables->statelite : plan.tables->litefile;
  return copy && !copy->content.empty();
}

Effect effect_of(const NodePlan& plan, const Node& node, std::string_view table) {
  if (has_old_table(plan, table)) return Effect::kNone;
  const auto keeps = [](const Litefile& entry) { return entry.option == "persistent"; };
  if (std::any_of(node.litefiles.begin(), node.litefiles.end(), keeps)) return Effect::kDataLoss;
  return node.trees.empty() || node.litefiles.empty() ? Effect::kDegraded : Effect::kWrongData;
}

std::string_view consequence(Effect effect) {
  switch (effect) {
    case Effect::kNone:
      return "; so far they boot with an old copy of the generated table, which stays in the "
             "shared "
             "root";
    case Effect::kDataLoss:
      return ", and persistent files are kept in memory and lost at the next boot";
    default:
      return "";
  }
}

std::string remedy(const Context& context, const XcatTable& rows, const Node& node) {
  const std::string& table = rows.name();
  if (rows.row_count() > 0) {
    const Span own = DisabledRows(&rows, "statemnt").row_of(node);
    return remedy_enable(context, table, own.is_set() ? own : rows.cell(0, "disable").token.span) +
           "; likewise for every other row that is to count";
  }
  if (table == "statelite") {
    return "on the management node: {for each}chtab node={node} "
           "statelite.statemnt='<server>:/<directory>'";
  }
  return "on the management node: chtab image=ALL,file=<file> litefile.options=<option>; or, when "
         "nothing is to be overlaid, delete the rows of statelite";
}

void report(const Context& context, const NodePlan& plan, const XcatTable& table, Sink& sink) {
  const Node& node = context.node(plan);
  const Effect effect = effect_of(plan, node, table.name());
  Draft& draft = sink.cause(table.name() + "|" + std::string(word(effect)));
  draft.add_subject(context.subject(plan));
  if (!draft.fresh) return;
  const bool has_rows = table.row_count() > 0;
  draft.add_location(has_rows ? table.cell(0, "disable").token.span : start_of(table));
  const bool is_litefile = table.name() == "litefile";
  if (is_litefile && node.persistent) draft.add_location(node.persistent->where);
  if (!is_litefile) draft.add_location(node.litefiles.front().where);
  Finding& finding = draft.finding;
  rate(effect, Certainty::kCertain, finding);
  finding.message = "the " + table.name() + " table has " +
                    (has_rows ? "disabled rows only" : "no row") + ", and " +
                    (is_litefile ? "statelite has some" : "litefile has some") +
                    " for {nodes}: without lines of both, aixlitesetup mounts nothing at all" +
                    std::string(consequence(effect));
  finding.evidence = has_rows ? context.line(finding.locations.front()) + "\n" : "";
  finding.evidence += context.line(finding.locations.back());
  finding.remedy = remedy(context, table, node) + "\n" + remedy_mkdsklsnode();
}

void run(const Context& context, Sink& sink) {
  for (const std::string_view name : {"statelite", "litefile"}) {
    const XcatTable* const table = context.site().table(name);
    if (!is_empty(table) || has_doubtful_row(*table)) continue;
    if (damaged_files(context).count("tables/" + table->name() + ".csv") != 0) continue;  // NR903
    for (const NodePlan& plan : context.plans()) {
      const Node& node = context.node(plan);
      const bool other_has_rows =
          name == "statelite" ? !node.litefiles.empty() : node.persistent.has_value();
      if (node.kind != NodeKind::kStatelite || !other_has_rows) continue;
      report(context, plan, *table, sink);
    }
  }
  add_copies(context, sink);
}

}  // namespace

Check nr424_empty_table() {
  return {{"NR424", "empty-table", "the statelite or the litefile table is empty, the other is not",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
