#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "base/text.h"
#include "checks/common/boot_edits.h"
#include "checks/common/copies.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

class Finder {
 public:
  Finder(const Context& context, Sink& sink)
      : context_(context), site_(context.site()), sink_(sink), edits_(context) {}

  void look(const NodePlan& plan) {
    const Node& node = context_.node(plan);
    for (const std::uint32_t service_node : node.service_nodes) {
      const BootFiles files = edits_.files(node, service_node);
      if (files.niminfo != nullptr) compare_niminfo(plan, files);
      if (files.redirection->outcome != Redirect::kDone || !node.nfsserver_seen) continue;
      compare_hosts(plan, files);
    }
  }

 private:
  enum class File : std::uint8_t { kNiminfo, kHosts };

  // Every address that a server of the node has for a name; empty when none is known.
  const std::vector<NameAnswer>& known(const Node& node, const BootFiles& files,
                                       std::string_view name) {
    const auto [found, is_new] = known_.try_emplace({name, files.service_node});
    if (!is_new) return found->second;
    std::vector<std::uint32_t> servers = {files.service_node, site_.management_node,
                                          site_.server_named(name, *site_.names)};
    servers.insert(servers.end(), node.service_nodes.begin(), node.service_nodes.end());
    for (const std::uint32_t server : servers) {
      if (server == kNoIndex) continue;
      const auto answers = site_.servers[server].names->addresses(name);
      found->second.insert(found->second.end(), answers.begin(), answers.end());
    }
    return found->second;
  }

  void compare_niminfo(const NodePlan& plan, const BootFiles& files) {
    const Node& node = context_.node(plan);
    for (const std::string_view variable : {"SPOT", "ROOT"}) {
      const std::string_view name = files.niminfo->content.mount(variable).server.text;
      if (name.empty() || Address::parse(name)) continue;
      for (const NimHost& host : files.niminfo->content.hosts) {
        const bool is_it = host.addresses.size() == 1 &&
                           std::any_of(host.names.begin(), host.names.end(), [&](const Token& one) {
                             return equals_ignoring_case(one.text, name);
                           });
        if (!is_it) continue;
        judge(plan, files, name, {host.addresses.front(), host.span}, File::kNiminfo);
        break;
      }
      if (node.kind != NodeKind::kStateless) break;  // both are on the service node
    }
  }

  void compare_hosts(const NodePlan& plan, const BootFiles& files) {
    const std::string_view name = files.redirection->host;
    std::vector<HostsLine> wrong;
    for (const NodeEtc* etc : {files.source, files.copy}) {
      if (etc == nullptr || !etc->hosts) continue;
      const auto line = edits_.line_of(*etc->hosts, name);
      if (!line) continue;
      if (holds(known(context_.node(plan), files, name), line->address)) return;  // or NR309
      wrong.push_back(*line);
    }
    for (const HostsLine& line : wrong) judge(plan, files, name, line, File::kHosts);
  }

  void judge(const NodePlan& plan, const BootFiles& files, std::string_view name,
             const HostsLine& line, File file) {
    const Node& node = context_.node(plan);
    const auto& answers = known(node, files, name);
    if (answers.empty() || holds(answers, line.address)) return;
    const std::string address = line.address.text();
    const bool boots = effect_on(node, files.service_node) == Effect::kNotRedirected;
    Draft& draft = sink_.cause(std::string(word(node.kind)) + "|" + std::string(name) + "|" +
                               address + (boots ? "" : "|backup"));
    draft.add_subject(context_.subject(plan));
    draft.add_location(line.where);
    if (!draft.fresh) return;
    draft.add_location(answers.front().where);
    const Harm harm = edits_.harm_of(site_.server_named(name, *site_.names), line.address);
    const std::string meant = answers.front().address.text();
    Finding& finding = draft.finding;
    finding.server = name;
    finding.effect = boots ? harm.effect : Effect::kFailoverLoss;
    finding.certainty = harm.certainty;
    finding.message = std::string(name) + " is " + address + " in the boot files of " +
                      "{nodes}, but " + meant + " for " +
                      std::string(site_.servers[files.service_node].name) +
                      ": the first line with a name resolves it";
    finding.evidence = context_.line(line.where) + "\n" + context_.line(answers.front().where);
    finding.remedy = remedy(node, files, std::string(name), address, file);
  }

  // mkdsklsnode adds a line to the hosts file of a private root, and makes that of a shared_root's
  // node from the hosts file of the shared_root first.
  [[nodiscard]] std::string remedy(const Node& node, const BootFiles& files,
                                   const std::string& name, const std::string& address,
                                   File file) const {
    const std::string copy =
        ", and copy the nodes' files to " + std::string(files.redirection->host);
    if (node.kind == NodeKind::kStateless) {
      return remedy_mkdsklsnode() + "\nthen see that no line gives " + name + " the address " +
             address + " in " + etc_path(node, files, "hosts") +
             ", to which mkdsklsnode only adds" + copy;
    }
    if (file == File::kNiminfo) return remedy_mkdsklsnode();
    return on(site_.servers[files.service_node]) + ": take " + name + " out of the line of " +
           address + " in " + files.root +
           "/etc/hosts, which mkdsklsnode copies over the nodes' files\n" + remedy_mkdsklsnode() +
           copy;
  }

  const Context& context_;
  const Site& site_;
  Sink& sink_;
  BootEdits edits_;
  std::map<std::pair<std::string_view, std::uint32_t>, std::vector<NameAnswer>> known_;
};

void run(const Context& context, Sink& sink) {
  Finder finder(context, sink);
  for (const NodePlan& plan : context.plans()) finder.look(plan);
  add_copies(context, sink);
}

}  // namespace

Check nr325_old_address() {
  return {{"NR325", "old-address",
           "the boot files of a node give a server an address that no server has for it",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
