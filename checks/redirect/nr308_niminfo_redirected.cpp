#include <map>
#include <vector>

#include "checks/common/boot_edits.h"
#include "checks/common/faults.h"
#include "checks/common/mounts.h"
#include "engine/check.h"
#include "plan/boot_files.h"

namespace nfsready::checks {

namespace {

// First mounts of shared_root nodes from one server that is not their service node.
struct FirstMounts {
  std::vector<const JudgedMount*> mounts;
  bool all_granted = true;
};

bool is_elsewhere(const Context& context, const JudgedMount& judged) {
  if (judged.mount->stage != Stage::kNetworkBoot) return false;
  const Node& node = *judged.node;
  if (node.kind == NodeKind::kStateless || node.service_nodes.empty()) return false;
  const std::uint32_t service_node = node.service_nodes.front();
  if (judged.mount->server == service_node || judged.mount->server_text.empty()) return false;
  return niminfo_of(context.site().servers[service_node], node) != nullptr;
}

void report(const Context& context, const FirstMounts& first, Sink& sink) {
  const JudgedMount& judged = *first.mounts.front();
  const Node& node = *judged.node;
  const std::string name(server_name(context, *judged.mount));
  const std::string service_node(context.site().servers[node.service_nodes.front()].name);
  Draft& draft = sink.cause(name);
  for (const JudgedMount* mount : first.mounts) {
    draft.add_subject(mount->subject);
    draft.add_location(mount->mount->origin);
  }
  draft.add_location(node.servicenode.where);
  Finding& finding = draft.finding;
  finding.server = server_name(context, *judged.mount);
  finding.severity = first.all_granted ? Severity::kNote : Severity::kWarning;
  finding.message =
      "the niminfo of {nodes} sends the first mounts to " + name +
      (first.all_granted
           ? ", which grants them; mkdsklsnode leaves those of shared_root nodes on the service "
             "node and undoes this when it runs again"
           : ", which is not known to grant them; mkdsklsnode leaves those of shared_root nodes on "
             "the service node");
  finding.evidence = context.line(judged.mount->origin);
  finding.remedy = "on " + service_node + ": {for each}in " + niminfo_path(context.site(), node) +
                   " write " + service_node +
                   " before the path of SPOT and ROOT; or mkdsklsnode -f {nodes} (stops nodes that "
                   "run) on the management "
                   "node";
  if (first.all_granted)
    finding.remedy =
        "to keep it: repeat the edit after each mkdsklsnode\nto undo it: " + finding.remedy;
}

void run(const Context& context, Sink& sink) {
  std::map<std::string_view, FirstMounts> by_server;
  for (const JudgedMount& judged : context.mounts()) {
    if (!is_elsewhere(context, judged)) continue;
    FirstMounts& first = by_server[server_name(context, *judged.mount)];
    first.mounts.push_back(&judged);
    if (!faults_of(judged).empty()) first.all_granted = false;
  }
  for (const auto& [server, first] : by_server) report(context, first, sink);
}

}  // namespace

Check nr308_niminfo_redirected() {
  return {{"NR308", "niminfo-redirected",
           "the niminfo file of a shared_root node names another server than its service node",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
