#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/check.h"

namespace nfsready::checks {

namespace {

// The nodes of one image that use one external server.
struct Share {
  const Node* first = nullptr;
  std::vector<Subject> subjects;
  std::set<std::uint32_t> service_nodes;
};
using Shares = std::map<std::string_view, Share>;  // by the server's name

std::string_view external_of(const Site& site, const Node& node) {
  return node.external == kNoIndex ? node.nfsserver.text : site.servers[node.external].name;
}

std::map<std::uint32_t, Shares> shares_by_image(const Context& context) {
  std::map<std::uint32_t, Shares> images;
  for (const NodePlan& plan : context.plans()) {
    const Node& node = context.node(plan);
    if (!node.redirected || node.image == kNoIndex) continue;
    Share& share = images[node.image][external_of(context.site(), node)];
    if (share.first == nullptr) share.first = &node;
    share.subjects.push_back(context.subject(plan));
    share.service_nodes.insert(node.service_nodes.front());
  }
  return images;
}

// Each service node has its own external server: a split on purpose.
bool follows_service_nodes(const Shares& shares) {
  std::set<std::uint32_t> seen;
  for (const auto& [server, share] : shares) {
    for (const std::uint32_t service_node : share.service_nodes) {
      if (!seen.insert(service_node).second) return false;
    }
  }
  return true;
}

void report(const Context& context, const Image& image, const Shares& shares, Sink& sink) {
  const auto largest =
      std::max_element(shares.begin(), shares.end(), [](const auto& a, const auto& b) {
        return a.second.subjects.size() < b.second.subjects.size();
      });
  const bool on_purpose = follows_service_nodes(shares);
  const std::string usual(largest->first);
  for (const auto& [server, share] : shares) {
    if (server == largest->first) continue;
    Draft& draft = sink.cause(std::string(image.name) + "|" + std::string(server));
    draft.finding.subjects = share.subjects;
    draft.add_location(share.first->nfsserver.where);
    draft.add_location(largest->second.first->nfsserver.where);
    Finding& finding = draft.finding;
    finding.server = server;
    if (on_purpose) finding.severity = Severity::kNote;
    finding.message = "{nodes} use{s} " + std::string(server) + ", other nodes of the image " +
                      std::string(image.name) + " use " + usual +
                      ": every change of the image has to be copied to both";
    finding.evidence = context.line(share.first->nfsserver.where) + "\n" +
                       context.line(largest->second.first->nfsserver.where);
    finding.remedy =
        "unless meant, on the management node: chdef -t node -o {nodes} nfsserver=" + usual +
        "; then: mkdsklsnode -f {nodes} (stops nodes that run)";
  }
}

void run(const Context& context, Sink& sink) {
  for (const auto& [image, shares] : shares_by_image(context)) {
    if (shares.size() > 1) report(context, context.site().images[image], shares, sink);
  }
}

}  // namespace

Check nr311_split_image() {
  return {{"NR311", "split-image", "nodes of one image use different external servers",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
