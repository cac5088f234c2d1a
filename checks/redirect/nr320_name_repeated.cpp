#include <map>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/text.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// Hosts files are often copies of each other: one question per content, with all its files.
struct HostsContent {
  const Server* server = nullptr;  // the first one that has it
  std::vector<SourceId> files;
};

std::vector<HostsContent> distinct_hosts(const Context& context) {
  std::unordered_map<const HostsTable*, std::size_t> known;
  std::vector<HostsContent> contents;
  for (const Server* server : context.servers()) {
    if (!server->hosts) continue;
    const auto [found, is_new] = known.try_emplace(server->hosts->content.get(), contents.size());
    if (is_new) contents.push_back({server, {}});
    contents[found->second].files.push_back(server->hosts->file);
  }
  return contents;
}

// Lines of this content that give a name different addresses of one family, the first one and the
// first that differs. A name with an IPv4 and an IPv6 address is no mistake.
std::vector<NameAnswer> contradiction(const HostsContent& content, std::string_view name) {
  const auto answers = content.server->names->addresses(name);
  for (std::size_t i = 1; i < answers.size(); ++i) {
    const NameAnswer& first = answers.front();
    if (!first.where.is_set() || first.where.source != content.server->hosts->file) return {};
    if (answers[i].address.family() != first.address.family()) continue;
    if (answers[i].address != first.address) return {first, answers[i]};
  }
  return {};
}

// The name of an external server may stand for several addresses on purpose: NR804.
std::unordered_set<std::string_view> external_names(const Site& site) {
  std::unordered_set<std::string_view> names;
  for (const Node& node : site.nodes) {
    if (node.nfsserver.is_set()) names.insert(node.nfsserver.text);
    if (node.external != kNoIndex) names.insert(site.servers[node.external].name);
  }
  return names;
}

class Finder {
 public:
  Finder(const Context& context, Sink& sink) : context_(context), sink_(sink) {}

  void look(const HostsContent& content, std::string_view name, std::uint32_t node) {
    const std::vector<NameAnswer> found = contradiction(content, name);
    if (found.empty()) return;
    Draft& draft = sink_.cause(std::string(name) + "|" + found[0].address.text() + "|" +
                               found[1].address.text());
    for (const SourceId file : content.files) {
      draft.add_location(Span{file, found[1].where.offset, 1});
      draft.add_location(Span{file, found[0].where.offset, 1});
    }
    if (node != kNoIndex) draft.add_subject({node, Subject::kWholeNode});
    if (!draft.fresh) return;
    Finding& finding = draft.finding;
    finding.server = content.server->name;
    finding.message = "the hosts file gives " + std::string(name) + " two addresses, " +
                      found[0].address.text() + " and " + found[1].address.text() +
                      ": the first line is used, and a reverse lookup of either finds it";
    finding.evidence = context_.line(found[0].where) + "\n" + context_.line(found[1].where);
    finding.remedy = on(*content.server) +
                     ", and wherever the file was copied: take the wrong one of the two lines out "
                     "of /etc/hosts; begin with the management node, for mkdsklsnode copies its "
                     "file to the service nodes";
  }

 private:
  const Context& context_;
  Sink& sink_;
};

void run(const Context& context, Sink& sink) {
  const Site& site = context.site();
  const auto external = external_names(site);
  Finder finder(context, sink);
  for (const HostsContent& content : distinct_hosts(context)) {
    for (std::uint32_t i = 0; i < context.plans().size(); ++i) {
      finder.look(content, context.node(context.plans()[i]).name, i);
    }
    for (const Server* server : context.servers()) {
      if (site.node_index.count(server->name) != 0 &&
          site.nodes[site.node_index.at(server->name)].diskless)
        continue;
      if (external.count(server->name) == 0) finder.look(content, server->name, kNoIndex);
    }
  }
}

}  // namespace

Check nr320_name_repeated() {
  return {
      {"NR320", "name-repeated", "a hosts file gives one name two addresses", Severity::kWarning},
      run};
}

}  // namespace nfsready::checks
