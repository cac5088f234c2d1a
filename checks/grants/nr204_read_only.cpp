#include <vector>

#include "checks/common/faults.h"
#include "checks/common/generated_doubts.h"
#include "checks/common/mounts.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

void add_remedy(const Context& context, const std::vector<const JudgedMount*>& mounts,
                DecidingEntries& entries, Draft& draft) {
  const Repair repair = repair_of(context, mounts, Fault::kReadOnly);
  add_other_heads(repair, draft);
  draft.finding.remedy =
      remedy_option(context, repair, entries, {"rw", "Access_Type = RW", allow_writing});
}

void run(const Context& context, Sink& sink) {
  DecidingEntries entries(context);
  MountCauses causes(context, sink);
  LitefileDoubts doubts(context);
  for (const JudgedMount& judged : context.mounts()) {
    if (!faults_of(judged).has(Fault::kReadOnly)) continue;
    if (judged.mount->write_is_likely && doubts.are_there(context.plans()[judged.subject.node]))
      continue;
    const Grant& grant = judged.answer->now;
    const bool certain = grant.certain && !judged.mount->write_is_likely;
    const Effect effect = effect_when_read_only(judged.mount->purpose);
    const std::string variant = std::string(word(effect)) + (certain ? "" : "|likely");
    Draft& draft = causes.add(judged, variant);
    Finding& finding = draft.finding;
    draft.add_location(grant.rule);
    if (!draft.fresh) continue;
    const Server& server = *server_of(context, *judged.mount);
    finding.severity = certain ? Severity::kError : Severity::kWarning;
    finding.certainty = certain ? Certainty::kCertain : Certainty::kLikely;
    finding.effect = effect;
    finding.message = "{nodes} write{s} to {path}, " + std::string(noun(judged.mount->purpose)) +
                      ", but " + std::string(server.name) + " gives it read-only: " + grant.why;
    if (judged.mount->write_is_likely) {
      finding.message +=
          "; the litefile table has 'rw' entries, which fail if this tree holds them";
    }
    finding.evidence = rule_line(context, grant);
  }
  causes.finish([&](const std::vector<const JudgedMount*>& mounts, Draft& draft) {
    add_remedy(context, mounts, entries, draft);
  });
}

}  // namespace

Check nr204_read_only() {
  return {{"NR204", "read-only", "a node writes where the server gives read access only",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
