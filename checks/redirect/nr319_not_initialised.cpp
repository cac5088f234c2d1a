#include <string>
#include <vector>

#include "base/text.h"
#include "checks/common/boot_edits.h"
#include "checks/common/remedies.h"
#include "engine/check.h"
#include "plan/boot_files.h"

namespace nfsready::checks {

namespace {

constexpr std::string_view kReady = "diskless or dataless boot is enabled";

// Resources without which NIM does not initialise a machine (IBM NIM, dkls_init and dtls_init).
std::string missing_resources(const Stanza& machine) {
  std::vector<std::string> missing;
  const Attribute* const type = machine.find("type");
  const bool diskless = type != nullptr && type->value.text == "diskless";
  for (const std::string_view resource : {"boot", "spot", "paging"}) {
    if (resource == "paging" && !diskless) continue;
    if (machine.find(resource) == nullptr) missing.emplace_back(resource);
  }
  if (machine.find("root") == nullptr && machine.find("shared_root") == nullptr) {
    missing.emplace_back("root or shared_root");
  }
  return join(missing, ", ");
}

// What keeps NIM from booting a machine; empty when nothing does.
struct Obstacle {
  std::string what;
  Span where;
};

Obstacle obstacle_of(const Stanza& machine) {
  const Attribute* const state = machine.find("Cstate");
  if (state != nullptr && state->value.text != kReady) {
    return {"is in the state " + quoted(state->value.text) + ", not " + quoted(kReady),
            state->value.span};
  }
  const std::string missing = missing_resources(machine);
  if (!missing.empty()) return {"has no resource of type " + missing, machine.name.span};
  return {};
}

// `lsnim -l` lists everything: a machine that is not there is not defined.
Obstacle obstacle_without_machine(const Server& server, const Node& node) {
  const bool complete = server.nim && server.nim_object("master") != nullptr;
  if (!complete || niminfo_of(server, node) != nullptr) return {};
  return {"is not defined", server.nim->start()};
}

void report(const Context& context, const NodePlan& plan, std::uint32_t service_node,
            const Obstacle& obstacle, Sink& sink) {
  const Node& node = context.node(plan);
  const Server& server = context.site().servers[service_node];
  const bool boots = effect_on(node, service_node) == Effect::kNotRedirected;
  Draft& draft = sink.cause(std::string(server.name) + obstacle.what + (boots ? "" : "|backup"));
  draft.add_subject(context.subject(plan));
  draft.add_location(obstacle.where);
  if (!draft.fresh) return;
  Finding& finding = draft.finding;
  finding.server = server.name;
  finding.effect = boots ? Effect::kNoBoot : Effect::kFailoverLoss;
  if (!boots) finding.severity = Severity::kWarning;
  finding.message = "{nodes} cannot boot from " + std::string(server.name) +
                    ": the NIM machine there " + obstacle.what;
  finding.evidence = context.line(obstacle.where);
  finding.remedy = "on the management node: mkdsklsnode " + std::string(boots ? "" : "-b ") +
                   "-f {nodes}\nthen on " + std::string(server.name) +
                   ": lsnim -l {node} shows Cstate = " + std::string(kReady);
}

void run(const Context& context, Sink& sink) {
  for (const NodePlan& plan : context.plans()) {
    const Node& node = context.node(plan);
    if (node.kind == NodeKind::kUnknown) continue;
    for (const std::uint32_t service_node : node.service_nodes) {
      const Server& server = context.site().servers[service_node];
      const Stanza* const machine = server.nim_object(node.nim_name);
      const bool boots = service_node == node.service_nodes.front();
      if (machine == nullptr && !boots) continue;  // NR314
      const Obstacle obstacle =
          machine != nullptr ? obstacle_of(*machine) : obstacle_without_machine(server, node);
      if (!obstacle.what.empty()) report(context, plan, service_node, obstacle, sink);
    }
  }
}

}  // namespace

Check nr319_not_initialised() {
  return {{"NR319", "not-initialised", "NIM on the service node is not ready to boot a node",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
