#include <string>

#include "checks/common/boot_edits.h"
#include "checks/common/copies.h"
#include "checks/common/former_server.h"
#include "checks/common/remedies.h"
#include "checks/common/table_rows.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// What one node's boot files on one service node show.
struct Shown {
  const Node& node;
  const Redirection& meant;
  const FormerServer& former;
  Span disabled;                 // the row that would set nfsserver, when it is disabled
  bool boots = false;            // the node from there
  bool of_service_node = false;  // a service node would serve the node now
};

// Either the attribute is to be mended, or the files: a server that is another external one was
// meant to be changed.
std::string remedy_of(const Context& context, const Shown& shown) {
  if (!shown.of_service_node) return remedy_mkdsklsnode();
  const std::string host(shown.former.host);
  const std::string set_back =
      shown.disabled.is_set()
          ? remedy_enable(context, "noderes", shown.disabled)
          : "on the management node: chdef -t node -o {nodes} nfsserver=" + host;
  return "if " + host + " is still to serve {them}, " + set_back + "\nif " +
         (shown.node.nfsserver.is_set() ? std::string(shown.node.nfsserver.text) + " is"
                                        : "the service node is") +
         ", " + remedy_mkdsklsnode();
}

std::string what_is_meant(const Shown& shown) {
  if (shown.node.nfsserver.is_set()) return "nfsserver is " + std::string(shown.meant.host);
  return shown.disabled.is_set() ? "the row that sets nfsserver is disabled"
                                 : "no nfsserver is set";
}

void describe(const Context& context, const Shown& shown, Draft& draft) {
  const std::string host(shown.former.host);
  const Span row = shown.disabled.is_set() ? shown.disabled : shown.node.nfsserver.where;
  draft.add_location(shown.node.nfsserver.where);
  Finding& finding = draft.finding;
  finding.server = host;
  finding.effect = shown.boots ? Effect::kWrongData : Effect::kFailoverLoss;
  finding.certainty = Certainty::kLikely;  // somebody may keep the old server in step
  finding.message = "the boot files of {nodes} name " + host + ", but " + what_is_meant(shown) +
                    ": they are older than the tables, and what " + host +
                    " holds is likely out of date";
  finding.evidence = context.line(shown.former.places.front());
  if (row.is_set()) finding.evidence += "\n" + context.line(row);
  finding.remedy = remedy_of(context, shown);
}

Draft& draft_of(const Context& context, const NodePlan& plan, const Shown& shown, Sink& sink) {
  std::string key(shown.former.host);
  key.append("|").append(shown.node.nfsserver.text).append(shown.boots ? "" : "|backup");
  if (shown.disabled.is_set()) key += context.where(shown.disabled);
  Draft& draft = sink.cause(key);
  draft.add_subject(context.subject(plan));
  draft.add_location(shown.disabled);
  return draft;
}

// The same change shows on the backups of a node as on the service node that boots it.
void look_at(const Context& context, const NodePlan& plan, const Span& disabled, bool others,
             BootEdits& edits, Sink& sink) {
  const Node& node = context.node(plan);
  Draft* draft = nullptr;
  for (const std::uint32_t service_node : node.service_nodes) {
    const FormerServer former = former_server(edits, node, service_node, others);
    if (former.places.empty()) continue;
    const bool boots = effect_on(node, service_node) == Effect::kNotRedirected;
    const Redirection& meant = edits.redirection(node, service_node);
    const bool of_service_node = meant.outcome != Redirect::kDone ||
                                 (meant.server != kNoIndex && edits.is_service_node(meant.server));
    const Shown shown{node, meant, former, disabled, boots, of_service_node};
    const bool is_first = draft == nullptr;
    if (is_first) draft = &draft_of(context, plan, shown, sink);
    for (const Span& place : former.places) draft->add_location(place);
    if (is_first && draft->fresh) describe(context, shown, *draft);
  }
}

void run(const Context& context, Sink& sink) {
  BootEdits edits(context);
  const bool others = site_redirects(context.site());
  const DisabledRows disabled(context.site().table("noderes"), "nfsserver");
  for (const NodePlan& plan : context.plans()) {
    const Node& node = context.node(plan);
    const Span row = node.nfsserver.is_set() ? Span{} : disabled.row_of(node);
    look_at(context, plan, row, others, edits, sink);
  }
  add_copies(context, sink);
}

}  // namespace

Check nr324_former_server() {
  return {
      {"NR324", "former-server",
       "the boot files of a node name a server that nfsserver no longer means", Severity::kWarning},
      run};
}

}  // namespace nfsready::checks
