#include "checks/common/generated_doubts.h"

#include <algorithm>

#include "checks/common/damage.h"
#include "checks/common/mount_options.h"
#include "checks/common/table_needs.h"
#include "checks/common/table_rows.h"

namespace nfsready::checks {

namespace {

bool has_doubtful_row(const Context& context, const Node& node, std::string_view name) {
  const XcatTable* const table = context.site().table(name);
  const std::string_view image = context.site().images[node.image].name;
  for (std::size_t row = 0; table != nullptr && row < table->row_count(); ++row) {
    if (!is_doubtful_disable(table->cell(row, "disable"))) continue;
    const std::string_view of = table->cell(row, "image").token.text;
    if (of.empty() || of == "ALL" || of == image) return true;
  }
  return false;
}

}  // namespace

GeneratedDoubts::GeneratedDoubts(const Context& context)
    : context_(context), damaged_(damaged_files(context)) {}

bool GeneratedDoubts::is_damaged(const NodePlan& plan, GeneratedKind kind) const {
  if (damaged_.empty()) return false;
  const CollectedTable* const table = table_of(*plan.tables, kind);
  if (table != nullptr && damaged_.count(context_.site().path_of(table->file)) != 0) return true;
  return damaged_.count("tables/" + std::string(database_table(kind)) + ".csv") != 0;
}

bool GeneratedDoubts::are_there(const NodePlan& plan, GeneratedKind kind) const {
  if (is_damaged(plan, kind)) return true;
  if (kind == GeneratedKind::kStatelite) return false;
  const Node& node = context_.node(plan);
  return are_rows_unknown(context_.site(), node) ||
         has_doubtful_row(context_, node, database_table(kind));
}

bool GeneratedDoubts::is_of_bad_options(const Node& node, const LineDifference& difference) {
  if (!difference.only_options) return false;
  const auto is_bad = [&](const LiteMount& mount) {
    return mount.where == difference.row && has_unknown_option(mount.mount_options);
  };
  return (node.persistent && is_bad(*node.persistent)) ||
         std::any_of(node.trees.begin(), node.trees.end(), is_bad);
}

bool LitefileDoubts::are_there(const NodePlan& plan) {
  const auto [found, is_new] = known_.try_emplace(&plan, false);
  if (!is_new) return found->second;
  const Node& node = context_.node(plan);
  if (node.kind == NodeKind::kUnknown || node.image == kNoIndex) return found->second;
  constexpr GeneratedKind kKind = GeneratedKind::kLitefile;
  found->second = plan.tables == nullptr
                      ? are_rows_unknown(context_.site(), node)
                      : doubts_.are_there(plan, kKind) || stale_.compare(plan, kKind).has_value();
  return found->second;
}

}  // namespace nfsready::checks
