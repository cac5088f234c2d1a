#include <algorithm>
#include <map>
#include <vector>

#include "base/text.h"
#include "checks/common/boot_edits.h"
#include "checks/common/copies.h"
#include "checks/common/unresolved.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// One nfsserver that some service nodes do not know.
struct Unresolved {
  const Node* node = nullptr;
  std::vector<std::uint32_t> service_nodes;
  std::vector<Subject> subjects;
  Effect effect = Effect::kFailoverLoss;
};

std::string names_of(const Site& site, const std::vector<std::uint32_t>& servers) {
  std::vector<std::string> names;
  names.reserve(servers.size());
  for (const std::uint32_t server : servers) names.emplace_back(site.servers[server].name);
  return join(names, ", ");
}

// NR405 tells what the node loses by it.
bool loses_its_area(const Context& context, const NodePlan& plan, LineGenerator& lines) {
  const Node& node = context.node(plan);
  const Server* const machine = lines.machine(node.service_nodes.front());
  if (machine == nullptr) return false;
  bool loses = false;
  for_each_lite_mount(context, plan, [&](const LiteSubject& subject) {
    loses = loses || (is_from_nfsserver(subject) && is_left_out(subject, *machine, lines) &&
                      line_state(subject, lines) != LineState::kEarlier);
  });
  return loses;
}

std::string what_is_wrong(std::string_view nfsserver, const std::string& where) {
  const std::string text = quoted(nfsserver);
  if (is_path(nfsserver)) return "nfsserver of {nodes} is " + text + ", a path and no host name";
  if (Address::parse(nfsserver)) {
    return "the address " + text + ", nfsserver of {nodes}, has no name on " + where;
  }
  return "the name " + text + ", nfsserver of {nodes}, is likely unknown on " + where;
}

void add_hosts_files(const Site& site, const Unresolved& unresolved, Draft& draft) {
  if (site.management_node != kNoIndex && site.servers[site.management_node].hosts) {
    draft.add_location(site.servers[site.management_node].hosts->start());
  }
  for (const std::uint32_t server : unresolved.service_nodes) {
    if (site.servers[server].hosts) draft.add_location(site.servers[server].hosts->start());
  }
}

void report(const Context& context, std::string_view nfsserver, const Unresolved& unresolved,
            Sink& sink) {
  const Site& site = context.site();
  Draft& draft = sink.cause(std::string(nfsserver));
  Finding& finding = draft.finding;
  finding.subjects = unresolved.subjects;
  finding.effect = unresolved.effect;
  draft.add_location(unresolved.node->nfsserver.where);
  // A name server that was not collected may know any name.
  finding.certainty = is_path(nfsserver) ? Certainty::kCertain : Certainty::kLikely;
  if (!is_path(nfsserver)) add_hosts_files(site, unresolved, draft);
  finding.message = what_is_wrong(nfsserver, names_of(site, unresolved.service_nodes)) +
                    ": mkdsklsnode says so in one line and redirects nothing";
  finding.evidence = context.line(unresolved.node->nfsserver.where);
  finding.remedy = remedy_unknown_nfsserver(context, nfsserver);
}

void run(const Context& context, Sink& sink) {
  BootEdits edits(context);
  LineGenerator lines(context);
  std::map<std::string_view, Unresolved> found;
  for (const NodePlan& plan : context.plans()) {
    const Node& node = context.node(plan);
    for (const std::uint32_t service_node : node.service_nodes) {
      if (!is_nfsserver_unresolved(edits, node, service_node)) continue;
      if (loses_its_area(context, plan, lines)) break;
      Unresolved& one = found[node.nfsserver.text];
      if (one.node == nullptr) one.node = &node;
      one.subjects.push_back(context.subject(plan));
      auto& servers = one.service_nodes;
      if (std::find(servers.begin(), servers.end(), service_node) == servers.end()) {
        servers.push_back(service_node);
      }
      if (effect_on(node, service_node) == Effect::kNotRedirected) {
        one.effect = Effect::kNotRedirected;
      }
    }
  }
  for (const auto& [nfsserver, unresolved] : found) report(context, nfsserver, unresolved, sink);
  add_copies(context, sink);
}

}  // namespace

Check nr302_nfsserver_unresolved() {
  return {{"NR302", "nfsserver-unresolved", "a service node cannot resolve the nfsserver of a node",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
