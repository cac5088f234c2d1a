#include <algorithm>
#include <string>
#include <vector>

#include "checks/common/boot_edits.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

bool site_redirects(const Site& site) {
  return std::any_of(site.nodes.begin(), site.nodes.end(),
                     [](const Node& node) { return node.redirected && node.diskless; });
}

// Nodes without nfsserver are NR301's when others have one; where it does not resolve, NR302's.
bool is_judged(const Redirection& redirection, bool others_are_redirected) {
  switch (redirection.outcome) {
    case Redirect::kDone:
    case Redirect::kItself:
      return true;
    case Redirect::kUnset:
      return !others_are_redirected;
    default:
      return false;
  }
}

// Where the boot files name a server that nfsserver no longer means.
struct Former {
  std::string_view host;
  std::vector<Span> places;
};

Former former_server(BootEdits& edits, const Node& node, const BootFiles& files) {
  Former former;
  const auto look_at = [&](const Token& host) {
    if (edits.target(node, files.service_node, host.text) != Target::kOther) return;
    if (former.host.empty()) former.host = host.text;
    former.places.push_back(host.span);
  };
  if (node.kind == NodeKind::kStateless && files.niminfo != nullptr) {
    for (const std::string_view variable : {"SPOT", "ROOT"}) {
      look_at(files.niminfo->content.mount(variable).server);
    }
  }
  const NodeEtc* const etc = files.source != nullptr ? files.source : files.copy;
  if (etc == nullptr || !etc->filesystems) return former;
  const Edit copy = edits.filesystems_edit(node, files.service_node, files.copy);
  if (etc == files.source && copy == Edit::kDone) return former;  // NR309: the two differ
  for (const MountStanza& mount : mount_stanzas(*etc->filesystems)) {
    if (mount.nodename != nullptr) look_at(mount.nodename->value);
  }
  return former;
}

void describe(const Context& context, const Node& node, const BootFiles& files,
              const Former& former, Draft& draft) {
  const Redirection& meant = *files.redirection;
  const bool boots = effect_on(node, files.service_node) == Effect::kNotRedirected;
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
  finding.remedy = meant.outcome == Redirect::kDone ? remedy_redirect(meant) : remedy_mkdsklsnode();
}

void run(const Context& context, Sink& sink) {
  BootEdits edits(context);
  const bool others = site_redirects(context.site());
  for (const NodePlan& plan : context.plans()) {
    const Node& node = context.node(plan);
    if (node.kind == NodeKind::kUnknown || !node.nfsserver_seen) continue;
    for (const std::uint32_t service_node : node.service_nodes) {
      if (!is_judged(edits.redirection(node, service_node), others)) continue;
      const BootFiles files = edits.files(node, service_node);
      const Former former = former_server(edits, node, files);
      if (former.places.empty()) continue;
      const bool boots = effect_on(node, service_node) == Effect::kNotRedirected;
      Draft& draft = sink.cause(std::string(former.host) + "|" +
                                std::string(files.redirection->host) + (boots ? "" : "|backup"));
      draft.add_subject(context.subject(plan));
      for (const Span& place : former.places) draft.add_location(place);
      if (draft.fresh) describe(context, node, files, former, draft);
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
