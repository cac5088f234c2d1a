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

void describe(const SeenMount& mount, const Server& server, const Grant& grant, Draft& draft) {
  const MountObservation& seen = mount.seen;
  Finding& finding = draft.finding;
  finding.server = server.name;
  finding.message = std::string(server.name) + " lets " +
                    (mount.as_node ? "{nodes}" : told(seen.vantage)) +
                    " mount what its exports files refuse: other exports are in force, or it "
                    "resolves the client to another name";
  set_evidence(seen.server, seen.address, seen.vantage,
               told("MNT " + printable(seen.path), seen.mnt) + "; " +
                   told("GETATTR", seen.getattr) + "\nits files: " + grant.why,
               finding);
  finding.remedy = "on " + std::string(server.name) + ", compare what is in force with the files" +
                   (server.kind == ServerKind::kLinux ? " (exportfs -v)" : "") +
                   ", and how it resolves "
                   "the client: getent hosts " +
                   seen.vantage.source.text() + "; then put what is meant into the files and: " +
                   std::string(reload_command(server));
}

void add(const Context& context, const SeenMount& mount, const Contradiction& found, Sink& sink) {
  const Server& head = *head_at(context, *mount.judged.mount, mount.seen.address);
  const std::string who = mount.as_node ? "node" : told(mount.seen.vantage);
  Draft& draft = sink.cause(mount.seen.address.text() + "|" + who);
  draft.add_location(found.promised.entry);
  draft.add_subject(mount.judged.subject, mount.judged.mount->asked);
  // It works until the files are put in force.
  if (mount.as_node) draft.finding.effect = Effect::kFailoverLoss;
  if (draft.fresh) describe(mount, head, found.promised, draft);
}

// What nodes are told themselves counts; what another host is told there only adds to it.
void run(const Context& context, Sink& sink) {
  std::set<Address> granting_nodes;
  for (const bool as_node : {true, false}) {
    for_each_seen_mount(context, [&](const SeenMount& mount) {
      const Address& address = mount.seen.address;
      if (mount.as_node != as_node || (!as_node && granting_nodes.count(address) != 0)) return;
      const auto found = contradiction_of(context, mount);
      if (!found || !found->granted) return;
      if (as_node) granting_nodes.insert(address);
      add(context, mount, *found, sink);
    });
  }
}

}  // namespace

Check nr510_granted_against_exports() {
  return {{"NR510", "granted-against-exports", "a server allows what its exports files refuse",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
