#include "checks/common/remedies.h"
#include "engine/check.h"
#include "plan/boot_files.h"

namespace nfsready::checks {

namespace {

// Enough was collected from the server to say that the node is not there.
bool can_tell(const Server& server) { return server.nim.has_value() || !server.niminfo.empty(); }

bool is_prepared(const Server& server, const Node& node) {
  return server.nim_object(node.nim_name) != nullptr || niminfo_of(server, node) != nullptr;
}

void describe(const Context& context, const Node& node, const Server& backup, Draft& draft) {
  const Server& primary = context.site().servers[node.service_nodes.front()];
  draft.add_location(node.servicenode.where);
  if (backup.nim) draft.add_location(backup.nim->start());
  Finding& finding = draft.finding;
  finding.server = backup.name;
  finding.effect = Effect::kFailoverLoss;
  finding.message = std::string(backup.name) +
                    ", the backup service node of {nodes}, has neither " +
                    "a NIM machine nor a niminfo for {them}: {they} cannot boot when " +
                    std::string(primary.name) + " fails";
  finding.evidence = context.line(node.servicenode.where);
  finding.remedy = "on the management node: mkdsklsnode -b {nodes}";
}

void warn_of_copying(const Context& context, const Node& node, Finding& finding) {
  if (finding.remedy.find('\n') != std::string::npos) return;
  const Server& primary = context.site().servers[node.service_nodes.front()];
  finding.remedy += "\nand leave the copies on " + std::string(node.nfsserver.text) +
                    " as they are: those of " + std::string(primary.name) + " are in use";
}

void run(const Context& context, Sink& sink) {
  for (const NodePlan& plan : context.plans()) {
    const Node& node = context.node(plan);
    if (node.kind == NodeKind::kUnknown) continue;
    for (std::size_t i = 1; i < node.service_nodes.size(); ++i) {
      const Server& backup = context.site().servers[node.service_nodes[i]];
      if (!can_tell(backup) || is_prepared(backup, node)) continue;
      Draft& draft = sink.cause(std::string(backup.name));
      draft.add_subject(context.subject(plan));
      if (draft.fresh) describe(context, node, backup, draft);
      if (node.redirected) warn_of_copying(context, node, draft.finding);
    }
  }
}

}  // namespace

Check nr314_backup_unprepared() {
  return {{"NR314", "backup-unprepared",
           "the backup service node of a node was never prepared to boot it", Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
