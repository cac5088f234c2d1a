#include "checks/common/boot_edits.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// By hand, or by a prescript.
bool is_edited(BootEdits& edits, const Node& node, const BootFiles& files) {
  const Edit edit = node.kind == NodeKind::kStateless
                        ? edits.niminfo_edit(node, files)
                        : edits.filesystems_edit(node, files.service_node, files.source);
  return edit == Edit::kFormer;  // nothing is meant while the edits are off
}

void run(const Context& context, Sink& sink) {
  const Value sharedinstall = context.site().site_key("sharedinstall");
  if (!sharedinstall.is_set() || sharedinstall.text == "no") return;
  BootEdits edits(context);
  for (const NodePlan& plan : context.plans()) {
    const Node& node = context.node(plan);
    if (node.kind == NodeKind::kUnknown || node.service_nodes.empty()) continue;
    const BootFiles files = edits.files(node, node.service_nodes.front());
    if (files.redirection->outcome != Redirect::kSwitchedOff) continue;
    if (files.redirection->server == files.service_node) continue;
    if (is_edited(edits, node, files)) continue;
    Draft& draft = sink.cause("");
    draft.add_subject(context.subject(plan));
    if (!draft.fresh) continue;
    const std::string value(sharedinstall.text);
    draft.add_location(sharedinstall.where);
    draft.add_location(node.nfsserver.where);
    draft.finding.effect = Effect::kNotRedirected;
    draft.finding.message =
        "{nodes} mount{s} from the service node in spite of nfsserver: mkdsklsnode "
        "edits no boot file while site.sharedinstall is '" +
        value + "' and not 'no'";
    draft.finding.evidence =
        context.line(sharedinstall.where) + "\n" + context.line(node.nfsserver.where);
    draft.finding.remedy = "on the management node, when the service nodes do not share " +
                           std::string(context.site().site_key_or("installdir", "/install")) +
                           ": chtab key=sharedinstall site.value=no; then: mkdsklsnode -f "
                           "{nodes} (stops nodes that run)\nelse take nfsserver "
                           "away, and make the shared file system itself highly available";
  }
}

}  // namespace

Check nr323_edits_switched_off() {
  return {{"NR323", "edits-switched-off",
           "nfsserver is set, but site.sharedinstall keeps mkdsklsnode from redirecting",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
