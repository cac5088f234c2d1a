#include "cli/symptoms.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace nfsready {

namespace {

// A number counts only as a whole, whatever zeros stand before it: "611" is in "0611", but not in
// "6110".
bool is_in(std::string_view pattern, std::string_view text) {
  for (std::size_t at = text.find(pattern); at != std::string_view::npos;
       at = text.find(pattern, at + 1)) {
    const bool number = is_digit(pattern.front()) && pattern.find('-') == std::string_view::npos;
    const std::size_t end = at + pattern.size();
    std::size_t start = at;
    while (start > 0 && text[start - 1] == '0') --start;
    const bool glued =
        (start > 0 && is_digit(text[start - 1])) || (end < text.size() && is_digit(text[end]));
    if (!number || !glued) return true;
  }
  return false;
}

bool is_from(const Symptom& symptom, const Finding& finding, const NodePlan& plan) {
  if (symptom.stages.empty()) return true;
  return std::any_of(finding.subjects.begin(), finding.subjects.end(), [&](const Subject& subject) {
    if (subject.mount == Subject::kWholeNode) return true;
    const Stage stage = plan.mounts[subject.mount].stage;
    return std::find(symptom.stages.begin(), symptom.stages.end(), stage) != symptom.stages.end();
  });
}

bool is_not_ready(const Finding& finding) {
  return verdict_of(finding.effect, Certainty::kCertain) == Verdict::kNotReady;
}

// 0 when the finding does not explain the symptom.
int score_of(const Symptom& symptom, const Finding& finding, const NodePlan& plan) {
  if (!is_from(symptom, finding, plan)) return 0;
  const int weight = (finding.severity == Severity::kError ? 1000 : 0) +
                     (finding.certainty == Certainty::kCertain ? 500 : 0);
  const auto rank = std::find(symptom.checks.begin(), symptom.checks.end(), finding.check->id);
  if (rank != symptom.checks.end()) {
    return weight + 100 - static_cast<int>(rank - symptom.checks.begin());
  }
  return symptom.of_any_fault && is_not_ready(finding) ? weight + 1 : 0;
}

}  // namespace

std::vector<Symptom> symptoms_in(std::string_view seen) {
  const std::string text = to_lower(seen);
  std::vector<Symptom> found;
  for (const Symptom& symptom : known_symptoms()) {
    if (is_in(symptom.pattern, text)) found.push_back(symptom);
  }
  return found;
}

RankedCauses rank_causes(const std::vector<Symptom>& symptoms, const RunResult& run,
                         const NodePlan& plan) {
  RankedCauses causes;
  std::vector<std::pair<int, const Finding*>> fitting;
  for (const Finding& finding : run.findings) {
    if (finding.subjects.empty() || finding.suppressed) continue;
    int score = 0;
    for (const Symptom& symptom : symptoms) score += score_of(symptom, finding, plan);
    if (score > 0) {
      fitting.emplace_back(score, &finding);
    } else if (is_not_ready(finding)) {
      causes.others.push_back(&finding);
    }
  }
  std::stable_sort(fitting.begin(), fitting.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  for (const auto& [score, finding] : fitting) causes.fitting.push_back(finding);
  return causes;
}

}  // namespace nfsready
