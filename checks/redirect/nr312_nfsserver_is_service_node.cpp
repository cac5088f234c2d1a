#include <algorithm>

#include "checks/common/boot_edits.h"
#include "checks/common/copies.h"
#include "checks/common/former_server.h"
#include "checks/common/remedies.h"
#include "checks/common/unresolved.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// The service node that stays the server of the node when another one takes over.
bool backups_name_it(BootEdits& edits, const Node& node) {
  return std::any_of(node.service_nodes.begin() + 1, node.service_nodes.end(),
                     [&](std::uint32_t backup) {
                       return edits.redirection(node, backup).outcome == Redirect::kDone;
                     });
}

void describe(const Context& context, const Node& node, bool has_backup, Draft& draft) {
  const std::string name(node.nfsserver.text);
  Finding& finding = draft.finding;
  finding.server = context.site().servers[node.service_nodes.front()].name;
  draft.add_location(node.nfsserver.where);
  draft.add_location(node.servicenode.where);
  finding.effect = has_backup ? Effect::kFailoverLoss : Effect::kNotRedirected;
  finding.message =
      has_backup
          ? "the nfsserver of {nodes} is " + name +
                ", {their} own service node: mkdsklsnode writes it into the files on the backup "
                "service node as well, so that {they} cannot boot from there when " +
                name + " is down"
          : "the nfsserver of {nodes} is " + name +
                ", {their} own service node: nothing is redirected, while other nodes use an "
                "external server";
  finding.evidence = context.line(node.nfsserver.where);
  finding.remedy =
      "on the management node: chdef -t node -o {nodes} nfsserver=" + external_server(context) +
      "\nthen, " + remedy_mkdsklsnode();
}

void run(const Context& context, Sink& sink) {
  BootEdits edits(context);
  const bool others = site_redirects(context.site());
  for (const NodePlan& plan : context.plans()) {
    const Node& node = context.node(plan);
    if (node.kind == NodeKind::kUnknown || node.service_nodes.empty()) continue;
    const std::uint32_t primary = node.service_nodes.front();
    if (edits.redirection(node, primary).outcome != Redirect::kItself) continue;
    if (!former_server(edits, node, primary, others).places.empty()) continue;  // NR324
    const bool has_backup = backups_name_it(edits, node);
    if (!has_backup && !others) continue;
    Draft& draft = sink.cause(std::to_string(primary) + (has_backup ? "|backup" : ""));
    draft.add_subject(context.subject(plan));
    if (draft.fresh) describe(context, node, has_backup, draft);
  }
  for (Draft& draft : sink.drafts()) add_copies_to(context, external_server(context), draft);
}

}  // namespace

Check nr312_nfsserver_is_service_node() {
  return {{"NR312", "nfsserver-is-service-node", "the nfsserver of a node is its own service node",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
