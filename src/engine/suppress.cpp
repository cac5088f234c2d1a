#include "engine/suppress.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "base/wildcard.h"

namespace nfsready {

namespace {

bool is_about(const SuppressionRule& rule, const Finding& finding) {
  return equals_ignoring_case(finding.check->id, rule.id) &&
         (rule.server.empty() || rule.server == finding.server) &&
         (rule.path.empty() || matches_wildcard(rule.path, finding.path));
}

bool covers(const SuppressionRule& rule, const Subject& subject) {
  return rule.every_node || std::binary_search(rule.nodes.begin(), rule.nodes.end(), subject.node);
}

// The part of a finding that the rule does not cover; empty subjects when it covers all.
Finding split_off_uncovered(const SuppressionRule& rule, Finding& finding) {
  Finding rest = finding;
  const auto covered = [&](const Subject& subject) { return covers(rule, subject); };
  std::erase_if(rest.subjects, covered);
  std::erase_if(finding.subjects, std::not_fn(covered));
  return rest;
}

// Applies one rule; tells whether it matched anything.
bool apply(const SuppressionRule& rule, std::vector<Finding>& findings) {
  bool used = false;
  const std::size_t count = findings.size();  // parts split off are not looked at again
  for (std::size_t i = 0; i < count; ++i) {
    if (findings[i].suppressed || !is_about(rule, findings[i])) continue;
    if (findings[i].subjects.empty() && !rule.every_node) continue;
    Finding rest = split_off_uncovered(rule, findings[i]);
    if (findings[i].subjects.empty() && !rest.subjects.empty()) {
      findings[i].subjects = std::move(rest.subjects);  // none of its nodes is covered
      continue;
    }
    findings[i].suppressed = Suppression{rule.reason, rule.until, rule.where};
    used = true;
    if (!rest.subjects.empty()) findings.push_back(std::move(rest));
  }
  return used;
}

}  // namespace

void apply_suppressions(const std::vector<SuppressionRule>& rules,
                        const SuppressionOptions& options,
                        const std::function<std::string(const Span&)>& where, RunResult& run) {
  for (const SuppressionRule& rule : rules) {
    if (!rule.until.empty() && rule.until < options.today) {
      run.suppression_notes.push_back(where(rule.where) + ": the suppression of " + rule.id +
                                      " ended on " + rule.until + " and no longer counts");
    } else if (!apply(rule, run.findings) && options.tell_unused) {
      run.suppression_notes.push_back(where(rule.where) + ": the suppression of " + rule.id +
                                      " matches no finding: remove it");
    }
  }
}

}  // namespace nfsready
