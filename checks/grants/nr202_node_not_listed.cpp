#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/text.h"
#include "checks/common/faults.h"
#include "checks/common/hosts_order.h"
#include "checks/common/mounts.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// Another address that the server has for a node, under which it would admit it.
std::optional<NameAnswer> wrong_address(const Context& context, const JudgedMount& judged) {
  const Mount& mount = *judged.mount;
  const Server& server = *server_of(context, mount);
  Client client = Context::client_of(*judged.node, mount.version);
  const Address own = client.address;
  for (const NameAnswer& answer : server.names->addresses(judged.node->name)) {
    if (answer.address == own) return std::nullopt;
    if (!answer.where.is_set() || answer.address.family() != own.family()) continue;
    client.address = answer.address;
    const Access access = context.ask(server, mount.asked, client).now.access;
    if (access == Access::kReadOnly || access == Access::kReadWrite) return answer;
  }
  return std::nullopt;
}

// The hosts file of the server is at fault, for all that the node mounts from it.
void report_wrong_address(const Context& context, const JudgedMount& judged,
                          const NameAnswer& wrong, Sink& sink) {
  const Server& server = *server_of(context, *judged.mount);
  const Grant& grant = judged.answer->now;
  Draft& draft = sink.cause("hosts|" + std::string(server.name) + "|" + context.where(wrong.where) +
                            "|" + std::string(judged.node->name));
  Finding& finding = draft.finding;
  draft.add_location(wrong.where);
  draft.add_location(grant.rule.is_set() ? grant.rule : grant.entry);
  draft.add_subject(judged.subject, judged.mount->asked);
  finding.effect = worse(finding.effect, effect_when_refused(judged.mount->purpose));
  if (!draft.fresh) return;
  const std::string own = judged.node->addresses.front().address.text();
  finding.server = server.name;
  finding.certainty = grant.certain ? Certainty::kCertain : Certainty::kLikely;
  finding.message = "{nodes} may not mount what " + std::string(server.name) +
                    " exports to that name: its hosts file has " + wrong.address.text() +
                    " for {nodes}, whose address is " + own;
  finding.evidence = context.line(wrong.where);
  finding.remedy = on(server) + ", at " + place_on_server(context, server, wrong.where) +
                   ": write " + own + " instead of " + wrong.address.text() +
                   "; then: " + std::string(reload_command(server));
}

// The hosts file of an AIX server has the names in another order than its exports use.
void report_hosts_order(const Context& context, const JudgedMount& judged,
                        const ReverseAnswer& found, MountCauses& causes, Sink& sink) {
  const Server& server = *server_of(context, *judged.mount);
  const Grant& grant = judged.answer->now;
  const Effect effect = effect_when_refused(judged.mount->purpose);
  Draft& draft = sink.cause("order|" + std::string(server.name) + "|" + std::string(word(effect)) +
                            (grant.certain ? "" : "|likely"));
  causes.remember(judged, draft);
  Finding& finding = draft.finding;
  draft.add_location(found.where);
  draft.add_subject(judged.subject, judged.mount->asked);
  if (!draft.fresh) return;
  finding.server = server.name;
  finding.effect = effect;
  finding.certainty = grant.certain ? Certainty::kCertain : Certainty::kLikely;
  finding.evidence = context.line(found.where) + "\n" + context.line(grant.rule);
}

void tell_hosts_order(const Context& context, const std::vector<const JudgedMount*>& mounts,
                      HostsOrder& order, Draft& draft) {
  constexpr std::size_t kMostLines = 12;
  const JudgedMount& first = *mounts.front();
  const Server& server = *server_of(context, *first.mount);
  const auto named = order.listed_by(first);
  std::vector<std::string> lines;
  std::set<std::string_view> paths;
  std::set<const Node*> nodes;
  for (const JudgedMount* const judged : mounts) {
    paths.insert(judged->mount->asked);
    if (!nodes.insert(judged->node).second || nodes.size() > kMostLines) continue;
    lines.push_back(HostsOrder::line_in_order(*judged, *order.listed_by(*judged)));
  }
  for (const JudgedMount* const judged : mounts) draft.add_location(judged->answer->now.rule);
  draft.finding.message =
      "{nodes} may not mount " + plural(paths.size(), "path") + " that " +
      std::string(server.name) + " exports to {them}: its hosts file has " +
      quoted(named->reverse.names.front()) + " before " + quoted(named->listed) +
      ", so that the first one is the name that AIX finds, and its exports list the second";
  draft.finding.remedy = on(server) + ", in /etc/hosts, with the listed name first:\n" +
                         join(lines, "\n") +
                         (nodes.size() > kMostLines ? "\nlikewise for the other nodes" : "") +
                         "\nthen: " + std::string(reload_command(server));
}

void report_unlisted(const Context& context, const JudgedMount& judged, MountCauses& causes) {
  const Grant& grant = judged.answer->now;
  const Effect effect = effect_when_refused(judged.mount->purpose);
  const std::string variant = std::string(word(effect)) + (grant.certain ? "" : "|likely");
  Draft& draft = causes.add(judged, variant);
  Finding& finding = draft.finding;
  const Span entry = grant.rule.is_set() ? grant.rule : grant.entry;
  draft.add_location(entry);
  if (!draft.fresh) return;
  draft.add_location(judged.mount->origin);
  finding.effect = effect;
  finding.certainty = grant.certain ? Certainty::kCertain : Certainty::kLikely;
  finding.message = "{nodes} may not mount {path}, " + std::string(noun(judged.mount->purpose)) +
                    ", from " + std::string(server_name(context, *judged.mount)) + ": " + grant.why;
  finding.evidence = context.line(entry);
}

void run(const Context& context, Sink& sink) {
  DecidingEntries entries(context);
  MountCauses causes(context, sink);
  HostsOrder order(context);
  for (const JudgedMount& judged : context.mounts()) {
    if (!faults_of(judged).has(Fault::kNotListed)) continue;
    const auto listed = order.at_fault(judged);
    if (listed) {
      report_hosts_order(context, judged, listed->reverse, causes, sink);
    } else if (const auto wrong = wrong_address(context, judged)) {
      report_wrong_address(context, judged, *wrong, sink);
    } else {
      report_unlisted(context, judged, causes);
    }
  }
  causes.finish([&](const std::vector<const JudgedMount*>& mounts, Draft& draft) {
    if (order.at_fault(*mounts.front())) {
      tell_hosts_order(context, mounts, order, draft);
      return;
    }
    const Repair repair = repair_of(context, mounts, Fault::kNotListed);
    add_other_heads(repair, draft);
    draft.finding.remedy = remedy_client(context, repair, entries);
  });
}

}  // namespace

Check nr202_node_not_listed() {
  return {{"NR202", "node-not-listed", "the server exports the path, but not to this node",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
