#include "copy/wanted_copies.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "plan/resources.h"
#include "plan/server_addresses.h"

namespace nfsready {

namespace {

constexpr std::string_view kClientData = "/etc/.client_data";

bool is_copied(Purpose purpose) {
  return purpose == Purpose::kSpot || purpose == Purpose::kRoot ||
         purpose == Purpose::kSharedRoot || purpose == Purpose::kPaging;
}

TreePlace place_on(const Server& server, std::string path) {
  return {std::string(server.name), std::move(path), server.addresses, {}};
}

TreePlace place_of(const Site& site, const Mount& mount) {
  TreePlace place;
  place.server = mount.server == kNoIndex ? mount.server_text : site.servers[mount.server].name;
  place.path = mount.asked;
  place.addresses = addresses_of(site, mount);
  return place;
}

class Collector {
 public:
  explicit Collector(const Site& site) : site_(site) {}

  void add_node(const NodePlan& plan, std::uint32_t index) {
    const Node& node = site_.nodes[plan.node];
    if (node.service_nodes.empty()) return;
    const Server& server = site_.servers[node.service_nodes.front()];
    for (const Mount& mount : plan.mounts) {
      if (!is_copied(mount.purpose) || mount.asked.empty()) continue;
      const ResourceLocation location =
          location_of(site_, node, server, *resource_behind(mount.purpose));
      const std::string path = path_of(location, node);
      const std::vector<std::uint32_t> heads = site_.heads_of(node.service_nodes.front());
      const bool stays = std::find(heads.begin(), heads.end(), mount.server) != heads.end();
      if (path.empty()) continue;
      if (!stays) add_mount(node, server, path, mount, index);
      if (mount.purpose == Purpose::kSpot || mount.purpose == Purpose::kSharedRoot) {
        add_sibling(server, path, mount.purpose, index);
      }
    }
  }

  std::vector<WantedCopy> take() {
    std::vector<WantedCopy> all;
    for (auto& [key, copy] : copies_) all.push_back(std::move(copy));
    return all;
  }

 private:
  // Purpose, path and server of the copy, server of the source, path of the source.
  using Key = std::tuple<Purpose, std::string, std::string, std::string, std::string>;

  WantedCopy& copy_of(Purpose purpose, TreePlace source, TreePlace copy) {
    const Key key(purpose, copy.path, copy.server, source.server, source.path);
    const auto [found, is_new] = copies_.try_emplace(key);
    WantedCopy& wanted = found->second;
    if (!is_new) return wanted;
    wanted.purpose = purpose;
    wanted.source = std::move(source);
    wanted.copy = std::move(copy);
    return wanted;
  }

  static void add_plan(std::uint32_t index, TreePlace& place) {
    if (place.plans.empty() || place.plans.back() != index) place.plans.push_back(index);
  }

  void add_mount(const Node& node, const Server& server, const std::string& path,
                 const Mount& mount, std::uint32_t index) {
    TreePlace source = place_on(server, path);
    TreePlace copy = place_of(site_, mount);
    if (mount.purpose == Purpose::kSharedRoot) {
      TreePlace from = source;
      TreePlace to = copy;
      from.path += kClientData;
      to.path += kClientData;
      WantedCopy& files = copy_of(mount.purpose, std::move(from), std::move(to));
      files.is_client_data = true;
      files.own_suffixes.emplace_back(node.nim_name);
      add_plan(index, files.source);
      add_plan(index, files.copy);
    }
    // One source is enough: the service nodes are compared with each other.
    const bool is_shared = mount.purpose == Purpose::kSpot || mount.purpose == Purpose::kSharedRoot;
    WantedCopy*& first = shared_[{mount.purpose, path, copy.server}];
    if (first == nullptr || !is_shared) {
      first = &copy_of(mount.purpose, std::move(source), std::move(copy));
    }
    first->without_client_data = mount.purpose == Purpose::kSharedRoot;
    if (first->source.server == server.name) add_plan(index, first->source);
    add_plan(index, first->copy);
  }

  void add_sibling(const Server& server, const std::string& path, Purpose purpose,
                   std::uint32_t index) {
    Sibling& first = siblings_[{purpose, path}];
    if (first.server == nullptr) first.server = &server;
    if (first.server == &server) {
      first.plan = std::min(first.plan, index);
      return;
    }
    WantedCopy& wanted = copy_of(purpose, place_on(*first.server, path), place_on(server, path));
    wanted.without_client_data = purpose == Purpose::kSharedRoot;
    if (wanted.source.plans.empty()) wanted.source.plans.push_back(first.plan);
    add_plan(index, wanted.copy);
  }

  // The first service node that has a resource, and a node that mounts it there.
  struct Sibling {
    const Server* server = nullptr;
    std::uint32_t plan = UINT32_MAX;
  };

  const Site& site_;
  std::map<Key, WantedCopy> copies_;
  std::map<std::tuple<Purpose, std::string, std::string>, WantedCopy*> shared_;
  std::map<std::pair<Purpose, std::string>, Sibling> siblings_;
};

}  // namespace

std::vector<WantedCopy> wanted_copies(const Site& site, const std::vector<NodePlan>& plans) {
  Collector collector(site);
  for (std::uint32_t i = 0; i < plans.size(); ++i) collector.add_node(plans[i], i);
  return collector.take();
}

// Copies to one place lie one behind the other.
std::vector<std::vector<std::size_t>> merged_client_data(const std::vector<WantedCopy>& wanted) {
  std::vector<std::vector<std::size_t>> merged;
  const WantedCopy* last = nullptr;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!wanted[i].is_client_data) continue;
    const bool is_same = last != nullptr && last->copy.server == wanted[i].copy.server &&
                         last->copy.path == wanted[i].copy.path;
    if (!is_same) merged.emplace_back();
    merged.back().push_back(i);
    last = &wanted[i];
  }
  std::erase_if(merged, [](const std::vector<std::size_t>& one) { return one.size() < 2; });
  return merged;
}

}  // namespace nfsready
