#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "checks/common/boot_edits.h"
#include "checks/common/heads.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// A name that stands for several addresses on one service node.
struct Several {
  std::vector<NameAnswer> addresses;  // each one once, of the family of the first
  std::vector<Subject> subjects;
};

std::vector<NameAnswer> distinct(const std::vector<NameAnswer>& answers) {
  std::vector<NameAnswer> addresses;
  for (const NameAnswer& answer : answers) {
    const bool other_family = answer.address.family() != answers.front().address.family();
    if (!other_family && !holds(addresses, answer.address)) addresses.push_back(answer);
  }
  return addresses;
}

std::string text_of(const std::vector<NameAnswer>& addresses) {
  std::vector<std::string> texts;
  texts.reserve(addresses.size());
  for (const NameAnswer& answer : addresses) texts.push_back(answer.address.text());
  return join(texts, ", ");
}

void report(const Context& context, std::string_view name, const Several& several, Sink& sink) {
  const std::string first = several.addresses.front().address.text();
  const std::string_view owner =
      head_with_address(context.site(), name, several.addresses.front().address);
  Draft& draft = sink.cause(std::string(name) + "|" + text_of(several.addresses));
  Finding& finding = draft.finding;
  finding.subjects = several.subjects;
  finding.server = name;
  for (const NameAnswer& answer : several.addresses) {
    draft.add_location(answer.where);
    finding.evidence += (finding.evidence.empty() ? "" : "\n") + context.line(answer.where);
  }
  finding.message = std::string(name) + " stands for " + std::to_string(several.addresses.size()) +
                    " addresses, of which the boot files get the first one only, " + first;
  if (owner.empty()) {
    finding.severity = Severity::kNote;
    finding.message += ": {nodes} use{s} it";
  } else {
    finding.effect = Effect::kFailoverLoss;
    finding.certainty = Certainty::kLikely;
    finding.message += ", likely the own address of " + std::string(owner) +
                       ": {nodes} lose{s} {their} mounts when " + std::string(owner) + " is down";
  }
  finding.remedy =
      "give every group of nodes a name of its own with one address that moves between the heads: "
      "on the management node: chdef -t node -o <group> nfsserver=<that name>\nthen: mkdsklsnode "
      "-f {nodes} (stops nodes that run), and copy the nodes' files to the server";
}

void run(const Context& context, Sink& sink) {
  BootEdits edits(context);
  std::map<std::pair<std::string_view, std::string>, Several> found;
  std::map<const Redirection*, Several*> seen;
  for (const NodePlan& plan : context.plans()) {
    const Node& node = context.node(plan);
    if (!node.redirected || node.service_nodes.empty()) continue;
    const Redirection& redirection = edits.redirection(node, node.service_nodes.front());
    const auto [known, is_new] = seen.try_emplace(&redirection, nullptr);
    if (is_new) {
      const auto addresses = distinct(redirection.addresses);
      if (addresses.size() < 2) continue;
      Several& several = found[{node.nfsserver.text, text_of(addresses)}];
      if (several.addresses.empty()) several.addresses = addresses;
      known->second = &several;
    }
    if (known->second != nullptr) known->second->subjects.push_back(context.subject(plan));
  }
  for (const auto& [question, several] : found) report(context, question.first, several, sink);
}

}  // namespace

Check nr804_several_addresses() {
  return {{"NR804", "several-addresses",
           "the name of the external server stands for several addresses", Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
