#include <optional>
#include <string>
#include <vector>

#include "checks/common/faults.h"
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
  for (const JudgedMount& judged : context.mounts()) {
    if (!faults_of(judged).has(Fault::kNotListed)) continue;
    if (const auto wrong = wrong_address(context, judged)) {
      report_wrong_address(context, judged, *wrong, sink);
    } else {
      report_unlisted(context, judged, causes);
    }
  }
  causes.finish([&](const std::vector<const JudgedMount*>& mounts, Draft& draft) {
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
