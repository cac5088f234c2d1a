#include "finding/run_result.h"

#include "base/text.h"

namespace nfsready {

VerdictCounts count_verdicts(const RunResult& run) {
  VerdictCounts counts;
  for (const NodeResult& node : run.nodes) {
    switch (node.verdict) {
      case Verdict::kReady:
        ++counts.ready;
        break;
      case Verdict::kAtRisk:
        ++counts.at_risk;
        break;
      case Verdict::kNotReady:
        ++counts.not_ready;
        break;
      case Verdict::kUnknown:
        ++counts.unknown;
        break;
    }
  }
  return counts;
}

std::vector<std::string_view> nodes_of(const Finding& finding, const RunResult& run) {
  std::vector<std::string_view> names;
  std::uint32_t last = Subject::kWholeNode;
  for (const Subject& subject : finding.subjects) {  // sorted by node
    if (subject.node == last) continue;
    names.push_back(run.nodes[subject.node].name);
    last = subject.node;
  }
  return names;
}

std::string message_of(const Finding& finding, const RunResult& run) {
  constexpr std::string_view kPlaceholder = "{nodes}";
  constexpr std::size_t kLongestList = 160;
  const std::size_t at = finding.message.find(kPlaceholder);
  if (at == std::string::npos) return finding.message;
  const std::vector<std::string_view> names = nodes_of(finding, run);
  std::string folded = fold_names(names);
  if (folded.size() > kLongestList) folded = plural(names.size(), "node");
  return std::string(finding.message).replace(at, kPlaceholder.size(), folded);
}

}  // namespace nfsready
