#include "checks/common/faults.h"
#include "checks/common/mounts.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

void run(const Context& context, Sink& sink) {
  for (const JudgedMount& judged : context.mounts()) {
    if (!faults_of(judged).has(Fault::kNotListed)) continue;
    const Grant& grant = judged.answer->now;
    const Effect effect = effect_when_refused(judged.mount->purpose);
    const std::string variant = std::string(word(effect)) + (grant.certain ? "" : "|likely");
    Draft& draft = add_mount(context, judged, variant, sink);
    Finding& finding = draft.finding;
    const Span entry = grant.rule.is_set() ? grant.rule : grant.entry;
    draft.add_location(entry);
    if (!draft.fresh) continue;
    const Server& server = *server_of(context, *judged.mount);
    draft.add_location(judged.mount->origin);
    finding.effect = effect;
    finding.certainty = grant.certain ? Certainty::kCertain : Certainty::kLikely;
    finding.message = "{nodes} may not mount {path}, " + std::string(noun(judged.mount->purpose)) +
                      ", from " + std::string(server.name) + ": " + grant.why;
    finding.evidence = context.line(entry);
    finding.remedy = remedy_client(context, server, "{path}", entry, judged.mount->needs);
  }
}

}  // namespace

Check nr202_node_not_listed() {
  return {{"NR202", "node-not-listed", "the server exports the path, but not to this node",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
