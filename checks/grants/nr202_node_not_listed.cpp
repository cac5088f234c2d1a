#include "checks/common/faults.h"
#include "checks/common/mounts.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

std::string remedy(const Context& context, const Server& server, const Grant& grant,
                   const Needs& needs) {
  const std::string rights = needs.write ? "rw" : "ro";
  const std::string root = needs.root ? ",no_root_squash" : "";
  return remedy_option(
      context, server, "{path}", grant,
      "an entry <node>(" + rights + ",sync,insecure" + root +
          ",no_subtree_check) for each of {nodes}",
      needs.root ? "-c <all nodes>:{nodes} -r <all nodes>:{nodes}" : "-c <all nodes>:{nodes}",
      "Clients = <as before>, {nodes}");
}

void run(const Context& context, Sink& sink) {
  for (const JudgedMount& judged : context.mounts()) {
    if (!faults_of(judged).has(Fault::kNotListed)) continue;
    const Grant& grant = judged.answer->now;
    Draft& draft = add_mount(context, judged, "", sink);
    Finding& finding = draft.finding;
    draft.add_location(grant.rule);
    if (!draft.fresh) continue;
    const Server& server = *server_of(context, *judged.mount);
    draft.add_location(judged.mount->origin);
    finding.effect = effect_when_refused(judged.mount->purpose);
    finding.certainty = grant.certain ? Certainty::kCertain : Certainty::kLikely;
    finding.message = "{nodes} may not mount {path}, " + std::string(noun(judged.mount->purpose)) +
                      ", from " + std::string(server.name) + ": " + grant.why;
    finding.evidence = rule_line(context, grant);
    finding.remedy = remedy(context, server, grant, judged.mount->needs);
  }
}

}  // namespace

Check nr202_node_not_listed() {
  return {{"NR202", "node-not-listed", "the server exports the path, but not to this node",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
