#include "base/text.h"
#include "checks/common/boot_edits.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// Somebody else may have edited what mkdsklsnode does not.
bool is_edited(BootEdits& edits, const Node& node) {
  const BootFiles files = edits.files(node, node.service_nodes.front());
  if (node.kind == NodeKind::kStateless) return edits.niminfo_edit(node, files) == Edit::kDone;
  return edits.filesystems_edit(node, files.service_node, files.source) == Edit::kDone;
}

void run(const Context& context, Sink& sink) {
  BootEdits edits(context);
  for (const NodePlan& plan : context.plans()) {
    const Node& node = context.node(plan);
    if (node.nfsserver_seen || node.service_nodes.empty()) continue;
    const std::uint32_t service_node = node.service_nodes.front();
    if (edits.redirection(node, service_node).outcome != Redirect::kDone) continue;
    if (is_edited(edits, node)) continue;
    Draft& draft = sink.cause("");
    draft.add_subject(context.subject(plan));
    draft.add_location(node.where);
    if (!draft.fresh) continue;
    draft.add_location(node.nfsserver.where);
    const std::string host(short_name(node.name));
    draft.finding.effect = Effect::kNotRedirected;
    draft.finding.message =
        "{nodes}: defined with the domain, but mkdsklsnode asks the noderes table for the short "
        "name, finds no nfsserver and redirects nothing, without a message";
    draft.finding.evidence = context.line(node.where) + "\nasked for: " + host;
    draft.finding.remedy =
        "on the management node: {for each}chdef -t node -o {node} -n <short name>\nthen: "
        "mkdsklsnode -f <short names> (stops nodes that run)";
  }
}

}  // namespace

Check nr316_node_with_domain() {
  return {{"NR316", "node-with-domain",
           "a node is defined under its full name, so mkdsklsnode does not find its nfsserver",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
