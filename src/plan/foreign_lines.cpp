#include "plan/foreign_lines.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "plan/overlay.h"

namespace nfsready {

namespace {

using Lines = std::vector<const GeneratedLine*>;
using Kind = ForeignResult::Kind;

bool is_foreign(const GeneratedLine& line, const Node& node) {
  return field_of(line, 0).text != node.name;
}

std::string target_of(const GeneratedLine& line) {
  return std::string(field_of(line, 1).text) + ":" + std::string(field_of(line, 2).text);
}

std::optional<ForeignResult> judge_basecust(const NodePlan& plan, const Lines& own) {
  if (own.empty()) return std::nullopt;
  const BasecustTarget target = basecust_target(plan.overlay);
  std::string taken = target.server + ":" + target.directory;
  if (taken == target_of(*own.back())) return std::nullopt;
  return ForeignResult{Kind::kBasecust, std::move(taken), Effect::kDegraded, Certainty::kCertain};
}

// Each area is mounted over the one before: the last line with a server and a directory wins.
std::optional<ForeignResult> judge_area(const NodePlan& plan, const Node& node, const Lines& own) {
  const Lines& lines = plan.overlay.statelite;
  const auto last = std::find_if(lines.rbegin(), lines.rend(), [](const GeneratedLine* line) {
    return !field_of(*line, 1).empty() && !field_of(*line, 2).empty();
  });
  if (last == lines.rend() || !is_foreign(**last, node)) return std::nullopt;
  if (!own.empty() && target_of(*own.back()) == target_of(**last)) return std::nullopt;
  const bool keeps = has_litefile_option(node, plan, "persistent");
  return ForeignResult{Kind::kArea, target_of(**last),
                       keeps ? Effect::kWrongData : Effect::kDegraded, Certainty::kCertain};
}

// Whether a tree holds a file that the node looks for is not known.
std::optional<ForeignResult> judge_trees(const NodePlan& plan, const Node& node) {
  const Lines own = own_lines(plan.overlay.litetree, node.name);
  for (const GeneratedLine* line : plan.overlay.litetree) {
    const bool repeats = std::any_of(own.begin(), own.end(), [&](const GeneratedLine* mine) {
      return target_of(*mine) == target_of(*line);
    });
    if (repeats) continue;
    return ForeignResult{Kind::kTree, target_of(*line), Effect::kWrongData, Certainty::kLikely};
  }
  return std::nullopt;
}

// The option with which a path is mounted at last, and the line that says so.
std::unordered_map<std::string_view, const GeneratedLine*> last_by_path(const Lines& lines) {
  std::unordered_map<std::string_view, const GeneratedLine*> last;
  for (const GeneratedLine* line : lines) {
    if (is_handled_option(field_of(*line, 1).text)) last[field_of(*line, 2).text] = line;
  }
  return last;
}

std::optional<ForeignResult> judge_files(const NodePlan& plan, const Node& node) {
  const auto own = last_by_path(own_lines(plan.overlay.litefile, node.name));
  const auto taken = last_by_path(plan.overlay.litefile);
  std::optional<ForeignResult> worst;
  for (const GeneratedLine* line : plan.overlay.litefile) {
    const auto last = taken.find(field_of(*line, 2).text);
    if (last == taken.end() || last->second != line || !is_foreign(*line, node)) continue;
    const auto mine = own.find(last->first);
    const std::string_view option =
        mine == own.end() ? std::string_view{} : field_of(*mine->second, 1).text;
    if (option == field_of(*line, 1).text) continue;
    const bool lost = option == "persistent";
    if (worst && !lost) continue;
    worst = ForeignResult{Kind::kFile, std::string(line->line.text),
                          lost ? Effect::kDataLoss : Effect::kWrongData, Certainty::kCertain};
    if (lost) break;
  }
  return worst;
}

}  // namespace

const GeneratedLine* first_foreign_line(const NodePlan& plan, const Node& node) {
  const OverlayLines& overlay = plan.overlay;
  for (const Lines* lines :
       {&overlay.statelite, &overlay.statelite_comments, &overlay.litetree, &overlay.litefile}) {
    const auto found = std::find_if(lines->begin(), lines->end(), [&](const GeneratedLine* line) {
      return is_foreign(*line, node);
    });
    if (found != lines->end()) return *found;
  }
  return nullptr;
}

std::vector<ForeignResult> foreign_results(const NodePlan& plan, const Node& node) {
  const Lines own = own_lines(plan.overlay.statelite, node.name);
  std::vector<ForeignResult> results;
  for (std::optional<ForeignResult> result :
       {judge_basecust(plan, own), judge_area(plan, node, own), judge_trees(plan, node),
        judge_files(plan, node)}) {
    if (result) results.push_back(std::move(*result));
  }
  return results;
}

}  // namespace nfsready
