#include <map>
#include <set>
#include <string>
#include <string_view>

#include "base/text.h"
#include "checks/common/mounts.h"
#include "checks/common/observed.h"
#include "checks/common/outages.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// Refused as the files say it should be: nothing is known of the node by that.
bool is_normal(const Context& context, const SeenMount& mount) {
  if (mount.as_node || !is_refusal(mount.seen.mnt) || mount.seen.reserved_mnt.ok()) return false;
  const Access access = promised(context, mount).now.access;
  return access == Access::kNone || access == Access::kUnknown;
}

constexpr std::string_view kAskAsNodes =
    "to try it, ask from the nodes' own addresses: nfsready check --live --as-node INTERFACE while "
    "the nodes are down, or --netns NAME on a machine that has them in network namespaces";

// One note for each host that asked, however many servers refuse it.
void tell_refused_hosts(const Context& context, Sink& sink) {
  std::map<std::string, std::set<std::string>> refusing;  // by who asked
  for_each_seen_mount(context, [&](const SeenMount& mount) {
    if (!is_normal(context, mount)) return;
    const MountObservation& seen = mount.seen;
    const std::string who = told(seen.vantage);
    auto& servers = refusing[who];
    servers.insert(std::string(server_name(context, *mount.judged.mount)));
    Draft& draft = sink.cause("refused|" + who);
    draft.add_subject(mount.judged.subject, mount.judged.mount->asked);
    Finding& finding = draft.finding;
    const bool is_one = servers.size() == 1;
    finding.server = is_one ? *servers.begin() : "";
    finding.message =
        (is_one ? *servers.begin() + " refuses "
                : plural(servers.size(), "server") + " such as " + *servers.begin() + " refuse ") +
        who + ", as " + (is_one ? "its" : "their") +
        " exports should: whether {nodes} {are} served was not tried, and what the "
        "files say counts";
    if (!draft.fresh) return;
    draft.add_location(mount.judged.mount->origin);
    finding.evidence =
        place_of(seen.server, seen.address) + " told " + who + ": " + told("MNT", seen.mnt);
    finding.remedy = kAskAsNodes;
  });
}

constexpr std::size_t kShown = 5;

std::string remedy_for(const ServerObservation& seen) {
  const std::string address = seen.address.text();
  switch (seen.vantage.kind) {
    case VantageKind::kNode:
      return "nothing, when the nodes are up; else find who has their addresses\nwhat is not "
             "reached "
             "from here, ask from another host: nfsready observe";
    case VantageKind::kNamespace:
      return "see that the namespaces of --netns are there (ip netns list), that the servers are "
             "reached from them (ip route get " +
             address + "), and ask as root";
    default:
      return "ask from a host that reaches the servers: ip route get " + address;
  }
}

// What was to ask in the node's place could not: its address is in use, its namespace is missing.
void tell_silent_vantages(const Context& context, Sink& sink) {
  std::set<std::string> reasons;
  for_each_seen_server(context, [&](const SeenServer& server) {
    const ServerObservation& seen = server.seen;
    if (seen.rpcbind != Reach::kLocal) return;
    Draft& draft = sink.cause("cannot ask");
    draft.add_subject(server.judged.subject, server.judged.mount->asked);
    Finding& finding = draft.finding;
    finding.path.clear();
    const std::string reason = told(seen.vantage) + ": " + seen.detail;
    if (reasons.insert(reason).second && reasons.size() <= kShown) {
      finding.evidence += (finding.evidence.empty() ? "" : "\n") + reason;
    }
    if (!draft.fresh) return;
    draft.add_location(server.judged.mount->origin);
    finding.message = "what could not be asked for {nodes} is judged by the files alone";
    finding.remedy = remedy_for(seen);
  });
}

// Neither answered nor left out.
bool is_list_lost(const ServerObservation& seen) {
  if (seen.rpcbind != Reach::kAnswered || seen.exports_reach == Reach::kNotAsked) return false;
  return seen.exports_reach != Reach::kAnswered || seen.exports_cut;
}

// A server that does not answer at all is told by NR501 to NR504.
void tell_lost_lists(const Context& context, Sink& sink) {
  for (const ServerObservation& seen : context.observations().servers) {
    if (!is_list_lost(seen) || outage_of(seen) != Outage::kNone) continue;
    const auto found = context.site().server_by_address.find(seen.address);
    if (found == context.site().server_by_address.end()) continue;
    Draft& draft = sink.cause("list|" + seen.address.text());
    if (!draft.fresh) continue;
    const Server& server = context.site().servers[found->second];
    const std::string name(server.name);
    Finding& finding = draft.finding;
    finding.server = name;
    if (server.exports) draft.add_location({server.exports->files.front(), 0, 0});
    finding.message = "the list of exports of " + name +
                      " was not had whole: it was not held against the exports files";
    set_evidence(
        seen.server, seen.address, seen.vantage,
        "EXPORT: " + (seen.exports_cut ? "more than " + std::to_string(kMaxExports) + " paths"
                                       : std::string(word(seen.exports_reach))),
        finding);
    finding.remedy = "showmount -e " + seen.address.text();
  }
}

// AIX asks from other ports: from these it may be let in where AIX is not.
void tell_reserved_ports(const Context& context, Sink& sink) {
  for_each_seen_mount(context, [&](const SeenMount& mount) {
    if (!mount.as_node || !mount.seen.vantage.reserved) return;
    Draft& draft = sink.cause("reserved");
    draft.add_subject(mount.judged.subject, mount.judged.mount->asked);
    draft.finding.path.clear();
    if (!draft.fresh) return;
    draft.add_location(mount.judged.mount->origin);
    draft.finding.message =
        "{nodes} mount{s} from ports above 1023, and only reserved ones were tried: what the files "
        "say counts";
    draft.finding.evidence = told(mount.seen.vantage) + " asked from ports below 1024";
    draft.finding.remedy = "ask as AIX does: without --client linux and --source-port reserved";
  });
}

void run(const Context& context, Sink& sink) {
  tell_refused_hosts(context, sink);
  tell_silent_vantages(context, sink);
  tell_reserved_ports(context, sink);
  tell_lost_lists(context, sink);
}

}  // namespace

Check nr513_not_tried() {
  return {{"NR513", "not-tried", "mounts could not be tried from where the servers were asked",
           Severity::kNote},
          run};
}

}  // namespace nfsready::checks
