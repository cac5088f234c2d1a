#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "checks/common/export_lists.h"
#include "checks/common/faults.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// Where service nodes list a node.
struct Listing {
  bool by_own = false;
  const Server* other = nullptr;  // the first one that lists it without serving it
  Span place;
  std::string_view path;
};

class Finder {
 public:
  explicit Finder(const Context& context)
      : context_(context), site_(context.site()), listings_(site_.nodes.size()) {}

  void read_lists() {
    std::vector<bool> serves(site_.servers.size());
    for (const Node& node : site_.nodes) {
      for (const std::uint32_t server : node.service_nodes) serves[server] = true;
    }
    for (std::uint32_t i = 0; i < serves.size(); ++i) {
      if (serves[i] && table_of(site_.servers[i]) != nullptr) read_list(i);
    }
  }

  void report(Sink& sink) const {
    for (const NodePlan& plan : context_.plans()) {
      const Listing& listing = listings_[plan.node];
      if (listing.by_own || listing.other == nullptr) continue;
      const Node& node = context_.node(plan);
      if (node.service_nodes.empty() || is_admitted(node, listing) || is_refused(node, plan)) {
        continue;
      }
      add(plan, listing, sink);
    }
  }

 private:
  void read_list(std::uint32_t server) {
    const Server& from = site_.servers[server];
    for_each_export(*table_of(from), *from.names, [&](const ListedExport& listed) {
      if (!listed.is_read) return;
      for (const ListedClient& client : listed.clients) {
        const std::uint32_t node = node_listed(site_, client);
        if (node == kNoIndex) continue;
        const auto& own = site_.nodes[node].service_nodes;
        Listing& listing = listings_[node];
        if (std::find(own.begin(), own.end(), server) != own.end()) {
          listing.by_own = true;
        } else if (listing.other == nullptr) {
          listing = {listing.by_own, &from, client.span, listed.path};
        }
      }
    });
  }

  // Without being listed by name, or nothing is known of its service node.
  [[nodiscard]] bool is_admitted(const Node& node, const Listing& listing) const {
    return std::any_of(
        node.service_nodes.begin(), node.service_nodes.end(), [&](std::uint32_t own) {
          const Server& server = site_.servers[own];
          if (table_of(server) == nullptr) return true;
          const Client client = Context::client_of(node);
          return context_.ask(server, listing.path, client).now.access != Access::kNone;
        });
  }

  // NR201 and NR202 tell of mounts that the service node refuses.
  [[nodiscard]] bool is_refused(const Node& node, const NodePlan& plan) const {
    const auto& own = node.service_nodes;
    return std::any_of(plan.mounts.begin(), plan.mounts.end(), [&](const Mount& mount) {
      if (std::find(own.begin(), own.end(), mount.server) == own.end()) return false;
      const Server& server = site_.servers[mount.server];
      const Client client = Context::client_of(node, mount.version);
      return context_.ask(server, mount.asked, client).now.access == Access::kNone;
    });
  }

  void add(const NodePlan& plan, const Listing& listing, Sink& sink) const {
    const Node& node = context_.node(plan);
    const std::string other(listing.other->name);
    const std::string own(site_.servers[node.service_nodes.front()].name);
    Draft& draft = sink.cause(other + "|" + own);
    draft.finding.subjects.push_back(context_.subject(plan));
    draft.add_location(listing.place);
    if (!draft.fresh) return;
    draft.add_location(node.servicenode.where);
    draft.finding.server = other;
    draft.finding.message = "of the service nodes only " + other + " lists {nodes}, which " + own +
                            " serves: mkdsklsnode likely prepared them on the wrong one";
    draft.finding.certainty = Certainty::kLikely;
    draft.finding.evidence =
        context_.line(listing.place) + "\n" + context_.line(node.servicenode.where);
    draft.finding.remedy = remedy_mkdsklsnode() + "\nthen, on " + other +
                           ": {for each}nim -Fo reset {node}; nim -o deallocate -a subclass=all "
                           "{node}";
  }

  const Context& context_;
  const Site& site_;
  std::vector<Listing> listings_;  // by node
};

void run(const Context& context, Sink& sink) {
  Finder finder(context);
  finder.read_lists();
  finder.report(sink);
}

}  // namespace

Check nr209_listed_elsewhere() {
  return {{"NR209", "listed-elsewhere",
           "a node is listed only on a service node that does not serve it", Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
