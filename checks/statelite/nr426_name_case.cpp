#include <algorithm>

#include "base/text.h"
#include "checks/common/copies.h"
#include "checks/common/generated_difference.h"
#include "checks/common/lite_mounts.h"
#include "checks/common/remedies.h"
#include "engine/check.h"
#include "plan/boot_files.h"

namespace nfsready::checks {

namespace {

bool differ_by_case_only(std::string_view a, std::string_view b) {
  return to_lower(a).find(to_lower(b)) != std::string::npos;
}

// grep finds no line, so nothing at all is mounted.
Effect effect_of(const Node& node) {
  const auto has_option = [&](std::string_view option) {
    return std::any_of(node.litefiles.begin(), node.litefiles.end(),
                       [&](const Litefile& entry) { return entry.option == option; });
  };
  if (has_option("persistent")) return Effect::kDataLoss;
  return node.trees.empty() || node.litefiles.empty() ? Effect::kDegraded : Effect::kWrongData;
}

// Where the name comes from that the node boots with.
Span place_of_boot_name(const Context& context, const Node& node) {
  const Server& server = context.site().servers[node.service_nodes.front()];
  const auto* const niminfo = niminfo_of(server, node);
  const NiminfoVariable* const hostname =
      niminfo == nullptr ? nullptr : niminfo->content.find("NIM_HOSTNAME");
  return hostname == nullptr ? Span{} : hostname->value.span;
}

void report(const Context& context, const NodePlan& plan, const Node& node, Sink& sink) {
  const Effect effect = effect_of(node);
  const bool only_case = differ_by_case_only(node.name, plan.boot_name);
  const Span where = place_of_boot_name(context, node);
  Draft& draft = sink.cause(std::string(word(effect)) + (only_case ? "|case" : ""));
  draft.add_subject(context.subject(plan));
  draft.add_location(where);
  draft.add_location(node.where);
  if (!draft.fresh) return;
  Finding& finding = draft.finding;
  rate(effect, Certainty::kCertain, finding);
  finding.message = std::string("NIM_HOSTNAME of {nodes} is ") +
                    (only_case ? "spelt in other letters than the name in xCAT, "
                               : "another name than in xCAT, ") +
                    quoted(plan.boot_name) + " for " + std::string(node.name) +
                    ": by it the boot script finds no line, and mounts neither the persistent area "
                    "nor trees nor files";
  finding.evidence = context.line(where) + "\n" + context.line(node.where);
  finding.remedy =
      "on the management node, give the node one name everywhere (nodelist, hosts, NIM): {for "
      "each}chdef -t node -o {node} -n " +
      (only_case ? std::string("<name in lower case>") : std::string("<its host name>")) + "\n" +
      remedy_mkdsklsnode();
}

void run(const Context& context, Sink& sink) {
  for (const NodePlan& plan : context.plans()) {
    const Node& node = context.node(plan);
    if (node.kind != NodeKind::kStatelite || node.service_nodes.empty()) continue;
    if (!boots_by_its_name(plan, node)) report(context, plan, node, sink);
  }
  add_copies(context, sink);
}

}  // namespace

Check nr426_name_case() {
  return {{"NR426", "name-case",
           "a node boots by a name that its lines in the generated tables do not have",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
