#include <map>
#include <vector>

#include "checks/common/boot_edits.h"
#include "checks/common/copies.h"
#include "checks/common/remedies.h"
#include "checks/common/table_rows.h"
#include "checks/common/unresolved.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// Redirected nodes that show how it is done: one per image, and one of the site.
struct Examples {
  const Node* any = nullptr;
  std::map<std::uint32_t, const Node*> by_image;

  explicit Examples(const Site& site) {
    for (const Node& node : site.nodes) {
      if (!node.redirected || !node.diskless) continue;
      if (any == nullptr) any = &node;
      by_image.try_emplace(node.image, &node);
    }
  }
  [[nodiscard]] const Node& of(const Node& node) const {
    const auto found = by_image.find(node.image);
    return found == by_image.end() ? *any : *found->second;
  }
};

// The files may still be those of the time when it was set.
bool is_still_redirected(BootEdits& edits, const Node& node) {
  const BootFiles files = edits.files(node, node.service_nodes.front());
  const Edit edit = node.kind == NodeKind::kStateless
                        ? edits.niminfo_edit(node, files)
                        : edits.filesystems_edit(node, files.service_node, files.source);
  return edit == Edit::kFormer;
}

// Where the attribute is lost.
struct Place {
  const Node& node;
  const Node& example;
  Span disabled;  // the row that would give it, when it is disabled
};

std::string remedy_of(const Context& context, const Place& place) {
  return (place.disabled.is_set() ? remedy_enable(context, "noderes", place.disabled)
                                  : "on the management node: chdef -t node -o {nodes} nfsserver=" +
                                        std::string(place.example.nfsserver.text)) +
         "\nthen, " + remedy_mkdsklsnode();
}

void describe(const Context& context, const Place& place, bool still, Draft& draft) {
  const Node& node = place.node;
  const Node& example = place.example;
  const std::string server(example.nfsserver.text);
  Finding& finding = draft.finding;
  draft.add_location(place.disabled.is_set() ? place.disabled : node.where);
  draft.add_location(example.nfsserver.where);
  finding.effect = still ? Effect::kNone : Effect::kNotRedirected;
  const std::string set = place.disabled.is_set()
                              ? "the row that gives {nodes} an nfsserver is disabled"
                              : "no nfsserver is set for {nodes}";
  finding.message = still ? set +
                                ": the boot files still name an external server, but "
                                "the next mkdsklsnode puts the service node there"
                          : set +
                                ": SPOT and root stay on the service node, while other "
                                "nodes are redirected to " +
                                server;
  finding.evidence = context.line(draft.finding.locations.front()) + "\n" +
                     std::string(example.name) +
                     " has it from: " + context.line(example.nfsserver.where);
  finding.remedy = remedy_of(context, place);
}

// NR404 tells of it with what the node loses by it.
bool lacks_an_area(const Context& context, const NodePlan& plan, LineGenerator& lines) {
  bool lacks = false;
  for_each_lite_mount(context, plan, [&](const LiteSubject& subject) {
    lacks = lacks || lacks_nfsserver(subject, lines);
  });
  return lacks;
}

void run(const Context& context, Sink& sink) {
  const Examples examples(context.site());
  if (examples.any == nullptr) return;
  BootEdits edits(context);
  LineGenerator lines(context);
  std::vector<std::string_view> hosts;  // of the drafts
  const DisabledRows disabled(context.site().table("noderes"), "nfsserver");
  for (const NodePlan& plan : context.plans()) {
    const Node& node = context.node(plan);
    if (node.nfsserver.is_set() || !node.nfsserver.is_decided()) continue;
    if (node.kind == NodeKind::kUnknown || node.service_nodes.empty()) continue;
    if (lacks_an_area(context, plan, lines)) continue;
    const bool still = is_still_redirected(edits, node);
    const Place place{node, examples.of(node), disabled.row_of(node)};
    std::string key =
        place.disabled.is_set() ? context.where(place.disabled) : std::to_string(node.image);
    Draft& draft = sink.cause(key.append(still ? "|still" : ""));
    draft.add_subject(context.subject(plan));
    if (!draft.fresh) continue;
    describe(context, place, still, draft);
    hosts.push_back(place.example.nfsserver.text);
  }
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    add_copies_to(context, hosts[i], sink.drafts()[i]);
  }
}

}  // namespace

Check nr301_nfsserver_missing() {
  return {{"NR301", "nfsserver-missing", "a node has no nfsserver although others are redirected",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
