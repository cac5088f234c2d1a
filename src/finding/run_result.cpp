#include "finding/run_result.h"

#include <algorithm>

namespace nfsready {

bool is_known(const Grant& grant, const Needs& needs) {
  if (grant.access == Access::kNone) return true;
  return grant.access != Access::kUnknown && grant.port_ok.has_value() &&
         (!needs.root || grant.root != Root::kUnknown);
}

Verdict verdict_of(const RunResult& run) {
  Verdict worst = Verdict::kReady;
  for (const NodeResult& node : run.nodes) worst = std::max(worst, node.verdict);
  for (const Finding& finding : run.findings) {
    if (finding.suppressed) continue;
    if (finding.severity == Severity::kError) worst = Verdict::kNotReady;
    if (finding.effect == Effect::kUnjudged) worst = std::max(worst, Verdict::kUnknown);
  }
  if (run.command == "check" && run.nodes.empty()) worst = Verdict::kNotReady;
  return worst;
}

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

LiveCounts count_live(const RunResult& run) {
  std::array<std::size_t, kLiveWords.size()> counts{};
  for (const NodeResult& node : run.nodes) {
    for (const MountResult& mount : node.mounts) ++counts[static_cast<std::size_t>(mount.live)];
  }
  return {counts[0], counts[1], counts[2], counts[3]};
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

}  // namespace nfsready
