#include "checks/common/boot_edits.h"
#include "checks/common/copies.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

void add_places(const Node& node, const BootFiles& files, Draft& draft) {
  const NodeEtc& etc = files.source != nullptr ? *files.source : *files.copy;
  if (etc.hosts) draft.add_location(etc.hosts->start());
  if (etc.filesystems) {
    draft.add_location(place_of(*etc.filesystems, mount_stanzas(*etc.filesystems).front()));
  }
  if (draft.fresh) {
    draft.add_location(files.niminfo->content.mount("SPOT").server.span);
    draft.add_location(node.nfsserver.where);
  }
}

void describe(const Context& context, const Node& node, const BootFiles& files, Draft& draft) {
  const std::string service_node(context.site().servers[files.service_node].name);
  const std::string meant(files.redirection->host);
  Finding& finding = draft.finding;
  finding.server = context.site().servers[files.service_node].name;
  finding.effect = effect_on(node, files.service_node);
  finding.message = "mkdsklsnode stopped half way on " + service_node +
                    " for {nodes}: the niminfo names " + meant +
                    ", the hosts and filesystems files do not";
  finding.evidence = context.line(files.niminfo->content.mount("SPOT").server.span) + "\n" +
                     context.line(draft.finding.locations[1]);
  finding.remedy = "on " + service_node + ": see that root can write " +
                   etc_path(node, files, "hosts") + " and that the file system is not full\n" +
                   remedy_mkdsklsnode();
}

void run(const Context& context, Sink& sink) {
  for (const auto& [plan, files, states] : context.shared<RedirectedNodes>()) {
    const Node& node = context.node(*plan);
    if (node.kind != NodeKind::kStateless || missed_edit(states) != MissedEdit::kHalf) continue;
    const bool boots = effect_on(node, files.service_node) == Effect::kNotRedirected;
    Draft& draft = sink.cause(std::to_string(files.service_node) + (boots ? "" : "|backup"));
    draft.add_subject(context.subject(*plan));
    add_places(node, files, draft);
    if (draft.fresh) describe(context, node, files, draft);
  }
  add_copies(context, sink);
}

}  // namespace

Check nr317_half_edited() {
  return {{"NR317", "half-edited",
           "mkdsklsnode edited the niminfo file of a node, but not the files after it",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
