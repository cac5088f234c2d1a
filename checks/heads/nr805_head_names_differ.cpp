#include <string>

#include "base/text.h"
#include "checks/common/heads.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// What a server knows of a node: the line, and what it says.
struct Known {
  Span where;
  std::string text;
};

Known address_of(const Server& server, const Node& node) {
  const auto answers = server.names->addresses(node.name);
  const std::string name(node.name);
  if (answers.empty()) return {{}, "has no address for " + name};
  return {answers.front().where, "has " + answers.front().address.text() + " for " + name};
}

Known name_of(const Server& server, const Node& node) {
  const Address& address = node.addresses.front().address;
  const ReverseAnswer answer = server.names->names(address);
  if (answer.names.empty()) return {{}, "has no name for " + address.text()};
  return {answer.where, "has " + quoted(answer.names.front()) + " for " + address.text()};
}

Known netgroups_of(const Server& server) {
  return {server.netgroups.empty() ? Span{} : server.netgroups.front().name.span, {}};
}

// What the two heads know, as far as it differs.
struct Difference {
  Known active;
  Known head;
  std::string_view file;  // that has to be changed
};

Difference difference_of(const HeadPair& pair, const Node& node) {
  const Server& active = *pair.active;
  const Server& head = *pair.head;
  Difference found = {address_of(active, node), address_of(head, node), "/etc/hosts"};
  if (found.active.text != found.head.text) return found;
  found = {name_of(active, node), name_of(head, node), "/etc/hosts"};
  if (found.active.text != found.head.text) return found;
  return {netgroups_of(active), netgroups_of(head), "/etc/netgroup"};
}

void describe(const Context& context, const WeakerHead& weaker, const Difference& difference,
              Draft& draft) {
  Finding& finding = draft.finding;
  const std::string head(weaker.pair.head->name);
  const std::string active(weaker.pair.active->name);
  const std::string file(difference.file);
  const bool by_netgroup = file != "/etc/hosts";
  finding.server = head;
  finding.effect = Effect::kFailoverLoss;
  finding.certainty = weaker.grant.certain ? Certainty::kCertain : Certainty::kLikely;
  finding.message =
      head + ", a head of " + active + ", " +
      (by_netgroup ? "has {nodes} in other netgroups than " : "resolves {nodes} otherwise than ") +
      active + ": {nodes} {are} refused when " + head +
      " takes over, though its exports list {them}";
  finding.evidence =
      by_netgroup
          ? context.line(difference.active.where) + "\n" + context.line(difference.head.where)
          : active + " " + difference.active.text + "\n" + head + " " + difference.head.text;
  finding.evidence +=
      "\nexported by " + active + ": " + context.line(weaker.judged.answer->now.rule);
  finding.remedy = "write the lines of {nodes} in " + file + " of " + head + " as they are on " +
                   active + "; then, on " + head + ": " +
                   std::string(reload_command(*weaker.pair.head));
}

void run(const Context& context, Sink& sink) {
  for_each_weaker_head(context, [&](const WeakerHead& weaker) {
    if (weaker.cause != HeadCause::kNames) return;
    const Difference difference = difference_of(weaker.pair, *weaker.judged.node);
    const Server& head = *weaker.pair.head;
    Draft& draft = sink.cause(std::string(head.name) + "|" + std::string(difference.file));
    draft.add_subject(weaker.judged.subject, weaker.judged.mount->asked);
    draft.add_location(difference.head.where);
    if (!difference.head.where.is_set() && head.hosts) draft.add_location(head.hosts->start());
    draft.add_location(difference.active.where);
    if (draft.fresh) describe(context, weaker, difference, draft);
  });
}

}  // namespace

Check nr805_head_names_differ() {
  return {{"NR805", "head-names-differ",
           "the heads of the external server resolve the names of a node differently",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
