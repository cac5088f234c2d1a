#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "checks/common/boot_edits.h"
#include "checks/common/copies.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// A host with a hosts file of its own that knows the name.
struct Party {
  std::uint32_t server = kNoIndex;
  std::vector<NameAnswer> answers;

  [[nodiscard]] const NameAnswer& first() const { return answers.front(); }
};

// One nfsserver, and who has to agree about it.
struct Question {
  std::vector<std::uint32_t> nodes;  // indices into the plans
  std::set<std::uint32_t> servers;   // management node, service nodes, the external server itself
  std::uint32_t external = kNoIndex;
};

std::map<std::string_view, Question> questions_of(const Context& context) {
  std::map<std::string_view, Question> questions;
  const std::uint32_t master = context.site().management_node;
  for (std::uint32_t i = 0; i < context.plans().size(); ++i) {
    const Node& node = context.node(context.plans()[i]);
    if (!node.redirected || Address::parse(node.nfsserver.text)) continue;
    Question& question = questions[node.nfsserver.text];
    question.nodes.push_back(i);
    question.servers.insert(node.service_nodes.begin(), node.service_nodes.end());
    if (node.external != kNoIndex) question.servers.insert(node.external);
    if (master != kNoIndex) question.servers.insert(master);
    question.external = node.external;
  }
  return questions;
}

std::vector<Party> parties_of(const Site& site, std::string_view name, const Question& question) {
  std::vector<Party> parties;
  for (const std::uint32_t index : question.servers) {
    const Server& server = site.servers[index];
    if (!server.hosts) continue;
    auto answers = server.names->addresses(name);
    if (answers.empty() || answers.front().where.source != server.hosts->file) continue;
    parties.push_back({index, std::move(answers)});
  }
  return parties;
}

// What most say; between equals, what the external server says of itself, then the management node.
const Party& most_trusted(const Site& site, const Question& question,
                          const std::vector<Party>& parties) {
  const auto weight = [&](const Party& party) {
    std::size_t votes = 0;
    for (const Party& other : parties) {
      const bool agrees = other.first().address == party.first().address;
      if (!agrees) continue;
      votes += 4;
      if (other.server == question.external) votes += 2;
      if (other.server == site.management_node) votes += 1;
    }
    return votes;
  };
  return *std::max_element(parties.begin(), parties.end(),
                           [&](const Party& a, const Party& b) { return weight(a) < weight(b); });
}

bool is_management_node(const Site& site, const Party& party) {
  return party.server == site.management_node;
}

std::string consequence(const Site& site, const BootEdits& edits, const Party& wrong) {
  if (is_management_node(site, wrong)) {
    return "mkdsklsnode copies this hosts file to the service nodes, and writes the address into "
           "the boot files";
  }
  return edits.is_service_node(wrong.server)
             ? "what mkdsklsnode writes depends on who resolves the name"
             : "one of the two hosts files is out of date";
}

// Each run of mkdsklsnode copies /etc/hosts of the management node over those of the service nodes
// (xCAT aixinstall.pm, doSNcopy2).
std::string remedy(const Site& site, const BootEdits& edits, std::string_view name,
                   const Party& wrong, const Party& meant) {
  const std::string address = meant.first().address.text();
  const Server& server = site.servers[wrong.server];
  if (is_management_node(site, wrong) || !edits.is_service_node(wrong.server)) {
    return on(server) + ": write " + address + " for " + std::string(name) + " in /etc/hosts";
  }
  return "on the management node: see that /etc/hosts has " + address + " for " +
         std::string(name) + ", for mkdsklsnode copies it to " + std::string(server.name) + "\n" +
         remedy_mkdsklsnode();
}

// Puts the nodes of the service node that is wrong into the finding.
void add_nodes(const Context& context, const BootEdits& edits, const Question& question,
               const Party& wrong, Draft& draft) {
  for (const std::uint32_t i : question.nodes) {
    const auto& servers = context.node(context.plans()[i]).service_nodes;
    if (std::find(servers.begin(), servers.end(), wrong.server) == servers.end()) continue;
    draft.finding.subjects.push_back({i, Subject::kWholeNode});
    const Harm harm = edits.harm_of(question.external, wrong.first().address);
    draft.finding.effect = harm.effect;
    draft.finding.certainty = harm.certainty;
  }
}

void describe(const Context& context, const BootEdits& edits, std::string_view name,
              const Party& wrong, const Party& meant, Draft& draft) {
  const Site& site = context.site();
  const Server& server = site.servers[wrong.server];
  draft.finding.server = server.name;
  draft.finding.message = std::string(name) + " is " + wrong.first().address.text() + " on " +
                          std::string(server.name) + ", but " + meant.first().address.text() +
                          " on " + std::string(site.servers[meant.server].name) + ": " +
                          consequence(site, edits, wrong);
  draft.finding.evidence =
      context.line(wrong.first().where) + "\n" + context.line(meant.first().where);
  draft.finding.remedy = remedy(site, edits, name, wrong, meant);
}

void run(const Context& context, Sink& sink) {
  BootEdits edits(context);
  for (const auto& [name, question] : questions_of(context)) {
    const std::vector<Party> parties = parties_of(context.site(), name, question);
    if (parties.size() < 2) continue;
    const Party& meant = most_trusted(context.site(), question, parties);
    for (const Party& party : parties) {
      if (holds(meant.answers, party.first().address)) continue;
      Draft& draft = sink.cause("server|" + std::string(name) + "|" + party.first().address.text());
      draft.add_location(party.first().where);
      if (draft.fresh) draft.add_location(meant.first().where);
      add_nodes(context, edits, question, party, draft);
      if (draft.fresh) describe(context, edits, name, party, meant, draft);
    }
  }
  add_copies(context, sink);
}

}  // namespace

Check nr303_resolves_differently() {
  return {{"NR303", "resolves-differently",
           "the name of the external server stands for different addresses on different servers",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
