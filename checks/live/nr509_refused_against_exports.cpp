#include <set>
#include <string>

#include "base/text.h"
#include "checks/common/contradictions.h"
#include "checks/common/mounts.h"
#include "checks/common/observed.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

void describe(const SeenMount& mount, const Server& server, Draft& draft) {
  Finding& finding = draft.finding;
  const MountObservation& seen = mount.seen;
  finding.server = server.name;
  finding.message = std::string(server.name) + " refuses " +
                    (mount.as_node ? "{nodes}" : told(seen.vantage)) +
                    " mounts that its exports files allow";
  set_evidence(seen.server, seen.address, seen.vantage,
               told("MNT " + printable(seen.path), seen.mnt) + told_of_second_try(seen), finding);
  finding.remedy = "on " + std::string(server.name) +
                   ", put the files in force: " + std::string(reload_command(server)) +
                   "\nif it still refuses, compare how the server itself resolves the client: "
                   "getent hosts " +
                   seen.vantage.source.text();
}

void add(const Context& context, const SeenMount& mount, const Contradiction& found, Sink& sink) {
  const Server& head = *head_at(context, *mount.judged.mount, mount.seen.address);
  const std::string who = mount.as_node ? "node" : told(mount.seen.vantage);
  Draft& draft = sink.cause(mount.seen.address.text() + "|" + who);
  draft.add_location(found.promised.rule);
  draft.add_subject(mount.judged.subject, mount.judged.mount->asked);
  Finding& finding = draft.finding;
  if (mount.as_node) {
    finding.effect = worse(finding.effect, effect_of_refusal(context, mount));
  } else {
    finding.effect = worse(finding.effect, Effect::kDegraded);
    finding.severity = Severity::kWarning;
  }
  if (draft.fresh) describe(mount, head, draft);
}

// What nodes are told themselves counts; what another host is told there only adds to it.
void run(const Context& context, Sink& sink) {
  std::set<Address> refusing_nodes;
  for (const bool as_node : {true, false}) {
    for_each_seen_mount(context, [&](const SeenMount& mount) {
      const Address& address = mount.seen.address;
      if (mount.as_node != as_node || (!as_node && refusing_nodes.count(address) != 0)) return;
      const auto found = contradiction_of(context, mount);
      if (!found || found->granted) return;
      if (as_node) refusing_nodes.insert(address);
      add(context, mount, *found, sink);
    });
  }
}

}  // namespace

Check nr509_refused_against_exports() {
  return {{"NR509", "refused-against-exports", "a server refuses what its exports files allow",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
