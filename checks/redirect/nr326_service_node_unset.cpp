#include <string>

#include "checks/common/table_rows.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// The node boots from a server that no row names any more.
bool is_lost(const Site& site, const Node& node) {
  return node.kind != NodeKind::kUnknown && !node.servicenode.is_set() &&
         !node.xcatmaster.is_set() && !node.service_nodes.empty() &&
         node.service_nodes.front() != site.management_node;
}

void describe(const Context& context, const Node& node, const Span& disabled, Draft& draft) {
  const std::string server(context.site().servers[node.service_nodes.front()].name);
  draft.add_location(disabled.is_set() ? disabled : node.where);
  Finding& finding = draft.finding;
  finding.severity = Severity::kWarning;
  finding.server = server;
  finding.message =
      std::string(disabled.is_set() ? "the row of noderes that gives {nodes} a service node is "
                                      "disabled"
                                    : "no row of noderes gives {nodes} a service node") +
      ": {they} boot{s} from " + server +
      ", which has prepared {them}, until the next mkdsklsnode makes {them} the management node's";
  finding.evidence = context.line(draft.finding.locations.front());
  finding.remedy = disabled.is_set()
                       ? remedy_enable(context, "noderes", disabled)
                       : "on the management node: chdef -t node -o {nodes} servicenode=" + server +
                             " xcatmaster=" + server;
}

void run(const Context& context, Sink& sink) {
  const DisabledRows servicenodes(context.site().table("noderes"), "servicenode");
  const DisabledRows masters(context.site().table("noderes"), "xcatmaster");
  for (const NodePlan& plan : context.plans()) {
    const Node& node = context.node(plan);
    if (!is_lost(context.site(), node)) continue;
    Span disabled = servicenodes.row_of(node);
    if (!disabled.is_set()) disabled = masters.row_of(node);
    const std::string row = disabled.is_set() ? context.where(disabled) : std::string();
    Draft& draft = sink.cause(row + "|" + std::to_string(node.service_nodes.front()));
    draft.add_subject(context.subject(plan));
    if (draft.fresh) describe(context, node, disabled, draft);
  }
}

}  // namespace

Check nr326_service_node_unset() {
  return {{"NR326", "service-node-unset",
           "no row gives a node the service node that has prepared it", Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
