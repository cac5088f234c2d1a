#include "checks/common/litefiles.h"

#include "plan/overlay.h"

namespace nfsready::checks {

namespace {

std::vector<Litefile> generated_entries(const NodePlan& plan, std::string_view node) {
  std::vector<Litefile> entries;
  for (const GeneratedLine* line : own_lines(plan.overlay.litefile, node)) {
    const Token option = field_of(*line, 1);
    const Token path = field_of(*line, 2);
    if (path.empty()) continue;
    entries.push_back({path.text, option.text, path.span, option.span});
  }
  return entries;
}

}  // namespace

std::vector<LitefileGroup> litefile_groups(const Context& context) {
  const bool from_database = context.site().table("litefile") != nullptr;
  std::vector<LitefileGroup> groups;
  std::map<std::uint32_t, std::size_t> by_image;
  for (const NodePlan& plan : context.plans()) {
    const Node& node = context.node(plan);
    if (node.kind != NodeKind::kStatelite) continue;
    const auto [found, is_new] = by_image.try_emplace(node.image, groups.size());
    if (is_new || !from_database) {
      found->second = groups.size();
      groups.push_back(
          {from_database ? node.litefiles : generated_entries(plan, node.name), {}, from_database});
    }
    groups[found->second].plans.push_back(&plan);
  }
  return groups;
}

std::map<std::uint32_t, std::vector<const NodePlan*>> plans_by_image(const Context& context) {
  std::map<std::uint32_t, std::vector<const NodePlan*>> plans;
  for (const NodePlan& plan : context.plans()) {
    const Node& node = context.node(plan);
    const bool shared = node.kind == NodeKind::kSharedRoot || node.kind == NodeKind::kStatelite;
    if (shared && node.image != kNoIndex) plans[node.image].push_back(&plan);
  }
  return plans;
}

void add_group(const Context& context, const LitefileGroup& group, std::string_view path,
               Draft& draft) {
  for (const NodePlan* plan : group.plans) draft.add_subject(context.subject(*plan), path);
}

}  // namespace nfsready::checks
