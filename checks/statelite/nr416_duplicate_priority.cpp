#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/text.h"
#include "checks/common/copies.h"
#include "checks/common/lite_mounts.h"
#include "checks/common/litefiles.h"
#include "checks/common/priorities.h"
#include "checks/common/remedies.h"
#include "checks/common/table_rows.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

Span priority_cell(const Context& context, const LiteMount& tree) {
  const XcatTable& table = *context.site().table("litetree");
  const auto row = row_at(table, tree.where);
  return row ? table.cell(*row, "priority").token.span : tree.where;
}

// A number of no row: right behind `number`, else behind all.
std::string unused_number(const Context& context, std::optional<double> number) {
  const auto in_tenths = [](double value) -> std::optional<long> {
    constexpr double kMost = 1e9;
    if (!(value >= 0 && value <= kMost)) return std::nullopt;
    return std::lround(value * 10);
  };
  const XcatTable& table = *context.site().table("litetree");
  std::set<long> tenths;
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    const auto used = priority_number(table.cell(row, "priority").token.text);
    const auto in_table = used ? in_tenths(*used) : std::nullopt;
    if (in_table) tenths.insert(*in_table);
  }
  const auto before = number ? in_tenths(*number) : std::nullopt;
  long unused = before ? *before + 1 : tenths.empty() ? 10 : *tenths.rbegin() + 10;
  while (tenths.count(unused) != 0) ++unused;
  return std::to_string(unused / 10) + "." + std::to_string(unused % 10);
}

std::string remedy_number(const Context& context, const LiteMount& tree) {
  return remedy_cell(context, "litetree", tree.where, "priority",
                     unused_number(context, priority_number(tree.priority))) +
         "\n" + remedy_mkdsklsnode();
}

using Plans = std::vector<const NodePlan*>;

void report_no_number(const Context& context, const Plans& plans, const LiteMount& tree,
                      Sink& sink) {
  Draft& draft = sink.cause("word|" + std::string(tree.priority));
  for (const NodePlan* plan : plans) draft.add_subject(context.subject(*plan));
  if (!draft.fresh) return;
  draft.add_location(priority_cell(context, tree));
  Finding& finding = draft.finding;
  rate(Effect::kWrongData, Certainty::kLikely, finding);
  finding.message = "the litetree priority " + quoted(tree.priority) +
                    " is no number: xCAT sorts by what digits it begins with, or by 0, and {nodes} "
                    "likely search that tree in the wrong order";
  finding.evidence = context.line(tree.where);
  finding.remedy = remedy_number(context, tree);
}

void report_equal(const Context& context, const Plans& plans, const LiteMount& first,
                  const LiteMount& second, Sink& sink) {
  Draft& draft =
      sink.cause("equal|" + std::string(first.priority) + "|" + std::string(second.priority));
  for (const NodePlan* plan : plans) draft.add_subject(context.subject(*plan));
  if (!draft.fresh) return;
  draft.add_location(priority_cell(context, second));
  draft.add_location(priority_cell(context, first));
  Finding& finding = draft.finding;
  rate(Effect::kWrongData, Certainty::kLikely, finding);
  finding.message =
      "the litetree priorities " + quoted(first.priority) + " and " + quoted(second.priority) +
      " are the same number: which of the two trees comes first for {nodes} is left to "
      "chance, and differs from one run of mkdsklsnode to the next";
  finding.evidence = context.line(first.where) + "\n" + context.line(second.where);
  finding.remedy = remedy_number(context, second);
}

// The rows are the same for all nodes of an image.
void judge(const Context& context, const Plans& plans, Sink& sink) {
  std::map<double, const LiteMount*> by_number;
  for (const LiteMount& tree : context.node(*plans.front()).trees) {
    const auto number = priority_number(tree.priority);
    if (!number) {
      report_no_number(context, plans, tree, sink);
      continue;
    }
    const auto [found, is_new] = by_number.try_emplace(*number, &tree);
    if (!is_new) report_equal(context, plans, *found->second, tree, sink);
  }
}

void run(const Context& context, Sink& sink) {
  for (const auto& [image, plans] : plans_by_image(context)) judge(context, plans, sink);
  add_copies(context, sink);
}

}  // namespace

Check nr416_duplicate_priority() {
  return {{"NR416", "duplicate-priority", "litetree priorities that are equal or no numbers",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
