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
  if (!grant.anon_uid || *grant.anon_uid == kMinusTwo) return "root becomes nobody";
  return "root becomes uid " + std::to_string(*grant.anon_uid);
}

std::string because(const Grant& grant) { return grant.why.empty() ? "" : ": " + grant.why; }

void run(const Context& context, Sink& sink) {
  for (const JudgedMount& judged : context.mounts()) {
    if (!faults_of(judged).has(Fault::kSquashed)) continue;
    const Grant& grant = judged.answer->now;
    const Effect effect = effect_when_squashed(*judged.mount);
    const std::string variant = std::string(word(effect)) + (grant.certain ? "" : "|likely");
    Draft& draft = add_mount(context, judged, variant, sink);
    Finding& finding = draft.finding;
    draft.add_location(grant.rule);
    if (!draft.fresh) continue;
    const Server& server = *server_of(context, *judged.mount);
    finding.effect = effect;
    finding.certainty = grant.certain ? Certainty::kCertain : Certainty::kLikely;
    finding.message = "{nodes} must be root in {path}, " +
                      std::string(noun(judged.mount->purpose)) + ", but " + becomes(grant) +
                      because(grant);
    finding.evidence = rule_line(context, grant);
    finding.remedy = remedy_option(context, server, "{path}", grant, "no_root_squash",
                                   "-r <hosts as before>:{colons}", "Squash = No_Root_Squash");
  }
}

}  // namespace

Check nr203_root_squashed() {
  return {
      {"NR203", "root-squashed", "root is not kept where the node must be root", Severity::kError},
      run};
}

}  // namespace nfsready::checks
