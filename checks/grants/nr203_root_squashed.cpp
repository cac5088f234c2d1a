#include <algorithm>
#include <vector>

#include "base/text.h"
#include "checks/common/faults.h"
#include "checks/common/mounts.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

std::string becomes(const Grant& grant) {
  if (grant.root == Root::kRefused) return "root is refused (anon=-1)";
  constexpr std::uint32_t kMinusTwo = 4294967294U;
  constexpr std::uint32_t kNobody = 65534;
  if (!grant.anon_uid || *grant.anon_uid == kMinusTwo || *grant.anon_uid == kNobody) {
    return "root becomes nobody";
  }
  return "root becomes uid " + std::to_string(*grant.anon_uid);
}

std::string because(const Grant& grant) { return grant.why.empty() ? "" : ": " + grant.why; }

// Squashing of all users is another word than squashing of root.
std::string linux_words(const Repair& repair, DecidingEntries& entries) {
  const LinuxExport* const entry = entries.linux_at(repair.entries.front().entry);
  if (entry == nullptr) return "no_root_squash";
  for (const LinuxRule& rule : entry->rules) {
    const bool all = std::any_of(rule.sections.begin(), rule.sections.end(),
                                 [](const LinuxSection& section) { return section.all_squash; });
    if (rule.span == repair.entries.front().rule && all) return "no_root_squash,no_all_squash";
  }
  return "no_root_squash";
}

void add_remedy(const Context& context, const std::vector<const JudgedMount*>& mounts,
                DecidingEntries& entries, Draft& draft) {
  const Repair repair = repair_of(context, mounts, Fault::kSquashed);
  add_other_heads(repair, draft);
  draft.finding.remedy =
      remedy_option(context, repair, entries,
                    {linux_words(repair, entries), "Squash = No_Root_Squash",
                     [](AixLine& line, const std::string& hosts) { line.add("root", hosts); }});
}

void run(const Context& context, Sink& sink) {
  DecidingEntries entries(context);
  MountCauses causes(context, sink);
  for (const JudgedMount& judged : context.mounts()) {
    if (!faults_of(judged).has(Fault::kSquashed)) continue;
    const Grant& grant = judged.answer->now;
    const Effect effect = effect_when_squashed(*judged.mount);
    const std::string variant = std::string(word(effect)) + (grant.certain ? "" : "|likely");
    Draft& draft = causes.add(judged, variant);
    Finding& finding = draft.finding;
    draft.add_location(grant.rule);
    if (!draft.fresh) continue;
    finding.effect = effect;
    finding.certainty = grant.certain ? Certainty::kCertain : Certainty::kLikely;
    finding.message = "{nodes} must be root in {path}, " +
                      std::string(noun(judged.mount->purpose)) + ", but " + becomes(grant) +
                      because(grant);
    finding.evidence = rule_line(context, grant);
  }
  causes.finish([&](const std::vector<const JudgedMount*>& mounts, Draft& draft) {
    add_remedy(context, mounts, entries, draft);
  });
}

}  // namespace

Check nr203_root_squashed() {
  return {
      {"NR203", "root-squashed", "root is not kept where the node must be root", Severity::kError},
      run};
}

}  // namespace nfsready::checks
