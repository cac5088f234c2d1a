#include <string>

#include "checks/common/boot_edits.h"
#include "checks/common/former_server.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// Either the attribute is to be mended, or the files: a server that is another external one was
// meant to be changed.
std::string remedy_of(const Redirection& meant, const std::string& host) {
  if (meant.outcome == Redirect::kDone) return remedy_redirect(meant);
  return "if " + host + " is still to serve them, on the management node: " +
         "chdef -t node -o {nodes} nfsserver=" + host +
         "\nif they are to boot from their service nodes, there: mkdsklsnode -f {nodes}";
}

void describe(const Context& context, const Node& node, const Redirection& meant, bool boots,
              const FormerServer& former, Draft& draft) {
  const std::string host(former.host);
  draft.add_location(node.nfsserver.where);
  Finding& finding = draft.finding;
  finding.server = host;
  finding.effect = boots ? Effect::kWrongData : Effect::kFailoverLoss;
  finding.certainty = Certainty::kLikely;  // somebody may keep the old server in step
  finding.message = "the boot files of {nodes} name " + host +
                    (node.nfsserver.is_set() ? ", but nfsserver is " + std::string(meant.host)
                                             : std::string(", but no nfsserver is set")) +
                    ": they are older than the tables, and what " + host +
                    " holds is likely out of date";
  finding.evidence = context.line(former.places.front());
  if (node.nfsserver.is_set()) finding.evidence += "\n" + context.line(node.nfsserver.where);
  finding.remedy = remedy_of(meant, host);
}

void run(const Context& context, Sink& sink) {
  BootEdits edits(context);
  const bool others = site_redirects(context.site());
  for (const NodePlan& plan : context.plans()) {
    const Node& node = context.node(plan);
    for (const std::uint32_t service_node : node.service_nodes) {
      const FormerServer former = former_server(edits, node, service_node, others);
      if (former.places.empty()) continue;
      const bool boots = effect_on(node, service_node) == Effect::kNotRedirected;
      const Redirection& meant = edits.redirection(node, service_node);
      std::string key(former.host);
      key.append("|").append(meant.host).append(boots ? "" : "|backup");
      if (meant.outcome != Redirect::kDone) key += "|itself";
      Draft& draft = sink.cause(key);
      draft.add_subject(context.subject(plan));
      for (const Span& place : former.places) draft.add_location(place);
      if (draft.fresh) describe(context, node, meant, boots, former, draft);
    }
  }
}

}  // namespace

Check nr324_former_server() {
  return {
      {"NR324", "former-server",
       "the boot files of a node name a server that nfsserver no longer means", Severity::kWarning},
      run};
}

}  // namespace nfsready::checks
