#include <string>
#include <unordered_map>

#include "base/text.h"
#include "checks/common/boot_edits.h"
#include "checks/common/copies.h"
#include "checks/common/remedies.h"
#include "engine/check.h"
#include "plan/boot_files.h"

namespace nfsready::checks {

namespace {

Token variable(const Niminfo& niminfo, std::string_view name) {
  const NiminfoVariable* const found = niminfo.find(name);
  return found == nullptr ? Token{} : found->value;
}

// A niminfo file by the node it was made for.
struct NamedFile {
  std::string_view stem;
  Span where;  // of the name in it
};
using FilesByNode = std::unordered_map<std::string_view, NamedFile>;

FilesByNode files_by_node(const Server& server) {
  FilesByNode files;
  for (const auto& [stem, file] : server.niminfo) {
    const Token hostname = variable(file.content, "NIM_HOSTNAME");
    const Token name = variable(file.content, "NIM_NAME");
    for (const Token& token : {name, Token{short_name(hostname.text), hostname.span}}) {
      if (token.empty()) continue;
      const auto [known, is_new] = files.try_emplace(token.text, NamedFile{stem, token.span});
      if (!is_new && stem < known->second.stem) known->second = {stem, token.span};
    }
  }
  return files;
}

class Finder {
 public:
  Finder(const Context& context, Sink& sink)
      : context_(context), sink_(sink), by_node_(context.site().servers.size()) {}

  void look(const NodePlan& plan, std::uint32_t service_node) {
    const Node& node = context_.node(plan);
    const Server& server = context_.site().servers[service_node];
    if (server.niminfo.empty() || node.addresses.empty()) return;
    const auto* const own = niminfo_of(server, node);
    if (own == nullptr) {
      look_for_misnamed(plan, node, service_node);
    } else {
      look_for_stranger(plan, node, server, own->content);
    }
  }

 private:
  const FilesByNode& files_of(std::uint32_t service_node) {
    FilesByNode& files = by_node_[service_node];
    if (files.empty()) files = files_by_node(context_.site().servers[service_node]);
    return files;
  }

  // The node's file is there, under another address.
  void look_for_misnamed(const NodePlan& plan, const Node& node, std::uint32_t service_node) {
    const FilesByNode& files = files_of(service_node);
    auto found = files.find(node.nim_name);
    if (found == files.end()) found = files.find(short_name(node.name));
    if (found == files.end()) return;
    const Server& server = context_.site().servers[service_node];
    const bool boots = effect_on(node, service_node) == Effect::kNotRedirected;
    const std::string address = node.addresses.front().address.text();
    Draft& draft = sink_.cause("misnamed|" + std::string(server.name) + (boots ? "" : "|backup"));
    draft.add_subject(context_.subject(plan));
    draft.add_location(found->second.where);
    draft.add_location(node.addresses.front().where);
    if (!draft.fresh) return;
    Finding& finding = draft.finding;
    finding.server = server.name;
    finding.effect = boots ? Effect::kNoBoot : Effect::kFailoverLoss;
    if (!boots) finding.severity = Severity::kWarning;
    finding.message = "the niminfo of {nodes} is not under the address they boot with: " +
                      std::string(node.name) + " asks " + std::string(server.name) + " for " +
                      address + ".info, and its file is " + std::string(found->second.stem) +
                      ".info";
    finding.evidence = std::string(context_.file_name(found->second.where.source)) + ": " +
                       context_.line(found->second.where) + "\n" +
                       context_.line(node.addresses.front().where);
    finding.remedy = remedy("{node}", server) + remedy_mkdsklsnode();
  }

  // The file for the node's address is another node's.
  void look_for_stranger(const NodePlan& plan, const Node& node, const Server& server,
                         const Niminfo& niminfo) {
    const Token name = variable(niminfo, "NIM_NAME");
    const Token hostname = variable(niminfo, "NIM_HOSTNAME");
    const std::string_view other = short_name(hostname.text);
    if (other.empty() || name.text == node.nim_name || other == short_name(node.name)) return;
    if (context_.site().node_index.count(other) == 0) return;
    const bool boots = context_.site().servers.data() + node.service_nodes.front() == &server;
    Draft& draft = sink_.cause("stranger|" + std::string(server.name) + (boots ? "" : "|backup"));
    draft.add_subject(context_.subject(plan));
    draft.add_location(hostname.span);
    draft.add_location(node.addresses.front().where);
    if (!draft.fresh) return;
    Finding& finding = draft.finding;
    finding.server = server.name;
    finding.effect = boots ? Effect::kWrongData : Effect::kFailoverLoss;
    if (!boots) finding.severity = Severity::kWarning;
    finding.message = "the niminfo for the address of {nodes} is that of another node: " +
                      std::string(node.name) + " gets " + node.addresses.front().address.text() +
                      ".info from " + std::string(server.name) + " and comes up as " +
                      std::string(other);
    finding.evidence =
        context_.line(hostname.span) + "\n" + context_.line(node.addresses.front().where);
    finding.remedy = remedy("{node} and " + std::string(other), server) +
                     "on the management node: mkdsklsnode -f {nodes}," + std::string(other) +
                     " (stops nodes that run)";
  }

  // mkdsklsnode copies /etc/hosts of the management node to the service nodes (xCAT aixinstall.pm,
  // doSNcopy2); NIM names the file after the address found there.
  static std::string remedy(const std::string& who, const Server& server) {
    return "on the management node: {for each}see that the hosts table and /etc/hosts have the "
           "right address of " +
           who + " (chdef, makehosts); mkdsklsnode copies that file to " +
           std::string(server.name) + "\n";
  }

  const Context& context_;
  Sink& sink_;
  std::vector<FilesByNode> by_node_;  // by server, made when needed
};

void run(const Context& context, Sink& sink) {
  Finder finder(context, sink);
  for (const NodePlan& plan : context.plans()) {
    for (const std::uint32_t server : context.node(plan).service_nodes) finder.look(plan, server);
  }
  add_copies(context, sink);
}

}  // namespace

Check nr313_niminfo_misnamed() {
  return {{"NR313", "niminfo-misnamed",
           "the niminfo file for a node's address is missing or belongs to another node",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
