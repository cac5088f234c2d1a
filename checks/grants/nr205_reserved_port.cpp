#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "checks/common/faults.h"
#include "checks/common/mounts.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// The line that says it: of NFS-Ganesha the option, which may stand outside of what matched.
Span place_of(const Server& server, const Grant& grant, DecidingEntries& entries) {
  const GaneshaExports* const exports = ganesha_exports(server);
  if (exports == nullptr) return grant.rule;
  const Span option = entries.ganesha_option(*exports, grant, &GaneshaPermissions::privileged_port,
                                             &GaneshaPermissions::privileged_port_span);
  return option.is_set() ? option : grant.rule;
}

// What is to be edited, each place once.
void at_options(const Server& server, DecidingEntries& entries, Repair& repair) {
  if (server.kind != ServerKind::kGanesha || is_mmnfs(server)) return;
  std::set<std::pair<SourceId, std::uint32_t>> known;
  std::erase_if(repair.entries, [&](RepairEntry& each) {
    Grant grant;
    grant.entry = each.entry;
    grant.rule = each.rule;
    each.rule = place_of(server, grant, entries);
    return !known.emplace(each.rule.source, each.rule.offset).second;
  });
}

// One finding per server: who forgets it on one line forgets it on all.
void run(const Context& context, Sink& sink) {
  DecidingEntries entries(context);
  MountCauses causes(context, sink);
  for (const JudgedMount& judged : context.mounts()) {
    if (!faults_of(judged).has(Fault::kReservedPort)) continue;
    const Grant& grant = judged.answer->now;
    Draft& draft = sink.cause(std::string(server_name(context, *judged.mount)));
    causes.remember(judged, draft);
    Finding& finding = draft.finding;
    const Server& server = *server_of(context, *judged.mount);
    const Span place = place_of(server, grant, entries);
    draft.add_location(place);
    draft.add_subject(judged.subject, judged.mount->asked);
    finding.effect = worse(finding.effect, effect_when_refused(judged.mount->purpose));
    if (!draft.fresh) continue;
    finding.server = server.name;
    finding.message = "{nodes} mount{s} from ports above 1023, as AIX does, but " +
                      std::string(server.name) + " accepts reserved ports only";
    finding.evidence = context.line(place);
  }
  causes.finish([&](const std::vector<const JudgedMount*>& mounts, Draft& draft) {
    Repair repair = repair_of(context, mounts, Fault::kReservedPort);
    at_options(*repair.server, entries, repair);
    add_other_heads(repair, draft);
    draft.finding.remedy =
        remedy_option(context, repair, entries, {"insecure", "PrivilegedPort = false", {}});
  });
}

}  // namespace

Check nr205_reserved_port() {
  return {{"NR205", "reserved-port", "the server accepts reserved ports only, AIX uses others",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
