#include <algorithm>
#include <array>
#include <unordered_map>
#include <vector>

#include "base/text.h"
#include "checks/common/copies.h"
#include "checks/common/lite_mounts.h"
#include "checks/common/remedies.h"
#include "checks/common/table_rows.h"
#include "engine/check.h"
#include "plan/overlay.h"

namespace nfsready::checks {

namespace {

// Tables whose rows decide what a node mounts.
constexpr std::array<std::string_view, 10> kTables = {
    "statelite", "litefile", "litetree", "noderes",  "nodetype",
    "nodelist",  "nimimage", "osimage",  "networks", "site"};

std::string_view why_it_counts(std::string_view value) {
  return value.empty() ? "an explicit empty text" : "every value but 0 and no";
}

void report_row(const Context& context, const XcatTable& table, std::size_t row, Sink& sink) {
  const Cell& disable = table.cell(row, "disable");
  Draft& draft = sink.cause(table.name() + "|" + row_key(table, row));
  draft.add_location(disable.token.span);
  if (!draft.fresh) return;
  Finding& finding = draft.finding;
  rate(Effect::kNone, Certainty::kLikely, finding);
  finding.message =
      "the row " + row_key(table, row) + " of the " + table.name() + " table has disable " +
      quoted(disable.token.text) +
      ", which was likely meant as no: " + std::string(why_it_counts(disable.token.text)) +
      " disables it";
  finding.evidence = context.line(disable.token.span);
  finding.remedy = remedy_cell(context, table.name(), disable.token.span, "disable", "0");
}

bool has_doubtful_rows(const XcatTable& table) {
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    if (is_doubtful_disable(table.cell(row, "disable"))) return true;
  }
  return false;
}

// The doubtful rows of statelite by node or group.
std::unordered_map<std::string_view, std::size_t> areas_disabled(const XcatTable& table) {
  std::unordered_map<std::string_view, std::size_t> rows;
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    if (!is_doubtful_disable(table.cell(row, "disable"))) continue;
    if (table.cell(row, "statemnt").token.empty()) continue;
    rows.emplace(table.cell(row, "node").token.text, row);
  }
  return rows;
}

bool keeps_files(const Node& node) {
  return std::any_of(node.litefiles.begin(), node.litefiles.end(),
                     [](const Litefile& entry) { return entry.option == "persistent"; });
}

// A node whose area the row would give. That its files are not kept is certain, whatever was meant.
void add_node(const Context& context, const NodePlan& plan, const XcatTable& table, std::size_t row,
              Sink& sink) {
  Draft& draft = sink.cause(table.name() + "|" + row_key(table, row));
  const bool is_first = draft.finding.subjects.empty();
  draft.add_subject(context.subject(plan));
  const bool is_lost = own_lines(plan.overlay.statelite, context.node(plan).name).empty();
  if (is_lost) rate(Effect::kDataLoss, Certainty::kCertain, draft.finding);
  if (!is_first) return;
  draft.finding.message += ", and no other row gives {nodes} a persistent area: ";
  draft.finding.message +=
      is_lost
          ? "persistent files are kept in memory and lost at the next boot"
          : "from the next run of mkdsklsnode on persistent files are kept in memory, and lost at "
            "each boot";
  draft.finding.remedy += "\n" + remedy_mkdsklsnode();
}

void add_nodes(const Context& context, const XcatTable& table, Sink& sink) {
  const auto rows = areas_disabled(table);
  for (const NodePlan& plan : context.plans()) {
    const Node& node = context.node(plan);
    if (node.kind != NodeKind::kStatelite || node.persistent || !keeps_files(node)) continue;
    auto found = rows.find(node.name);
    for (std::size_t i = 0; found == rows.end() && i < node.groups.size(); ++i) {
      found = rows.find(node.groups[i]);
    }
    if (found != rows.end()) add_node(context, plan, table, found->second, sink);
  }
}

void run(const Context& context, Sink& sink) {
  for (const std::string_view name : kTables) {
    const XcatTable* const table = context.site().table(name);
    if (table == nullptr || !has_doubtful_rows(*table)) continue;
    for (std::size_t row = 0; row < table->row_count(); ++row) {
      if (is_doubtful_disable(table->cell(row, "disable"))) {
        report_row(context, *table, row, sink);
      }
    }
    if (name == "statelite") add_nodes(context, *table, sink);
  }
  add_copies(context, sink);
}

}  // namespace

Check nr425_doubtful_disable() {
  return {
      {"NR425", "doubtful-disable",
       "a row is disabled by a value that reads like a no, or by an empty text", Severity::kError},
      run};
}

}  // namespace nfsready::checks
