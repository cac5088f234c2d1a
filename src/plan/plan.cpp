#include "plan/plan.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/parallel.h"
#include "base/path.h"
#include "plan/boot_files.h"
#include "plan/overlay.h"
#include "plan/resources.h"

namespace nfsready {

namespace {

// Plans one node. The steps are those of its boot, in order.
class NodePlanner {
 public:
  NodePlanner(Site& site, const Node& node, NodePlan& plan)
      : site_(site), node_(node), plan_(plan) {
    if (!node.service_nodes.empty()) service_node_ = &site.servers[node.service_nodes.front()];
  }

  // Before the overlay can be selected.
  void plan_boot() {
    plan_.boot_name = boot_name_of(service_node_, node_);
    if (service_node_ == nullptr || node_.kind == NodeKind::kUnknown) return;
    root_ = resource_of(site_, node_, *service_node_,
                        is_private_root() ? Resource::kRoot : Resource::kSharedRoot);
    spot_ = resource_of(site_, node_, *service_node_, Resource::kSpot);
    if (!is_private_root()) shared_root_ = shared_root_read(site_, node_, *service_node_);
    add_first_mounts();
    add_second_mounts();
    add_paging();
    add_allocated(Purpose::kTmp, Resource::kTmp);
    add_allocated(Purpose::kHome, Resource::kHome);
    add_allocated(Purpose::kSharedHome, Resource::kSharedHome);
    add_allocated(Purpose::kDump, Resource::kDump);
    if (!is_private_root()) plan_.tables = service_node_->tables_in(shared_root_);
  }

  // After it.
  void plan_overlay() {
    if (has_overlay()) add_overlay_mounts(site_, node_, service_node_, plan_);
    if (service_node_ != nullptr && node_.kind != NodeKind::kUnknown) add_postscripts();
  }

 private:
  [[nodiscard]] bool is_private_root() const { return node_.kind == NodeKind::kStateless; }
  // aixlitesetup runs on every shared_root node: it ends at once when one of two tables is empty,
  // and otherwise takes what grep selects, for a node without rows too.
  [[nodiscard]] bool has_overlay() const {
    if (node_.kind == NodeKind::kStatelite) return true;
    const GeneratedTables* const tables = plan_.tables;
    return tables != nullptr && tables->statelite && tables->litefile &&
           !tables->statelite->content.empty() && !tables->litefile->content.empty();
  }
  [[nodiscard]] Purpose root_purpose() const {
    return is_private_root() ? Purpose::kRoot : Purpose::kSharedRoot;
  }
  // A shared root is read only: its writes stay in the client's memory (STNFS).
  [[nodiscard]] Needs root_needs() const { return {is_private_root(), true}; }

  // The server that mkdsklsnode writes for a redirected mount.
  [[nodiscard]] Token redirected_server() const {
    if (node_.redirected) return {node_.nfsserver.text, node_.nfsserver.where};
    return {service_node_->name, node_.servicenode.where};
  }

  Mount& add(Purpose purpose, Stage stage, Needs needs) {
    Mount& mount = plan_.mounts.emplace_back();
    mount.purpose = purpose;
    mount.stage = stage;
    mount.needs = needs;
    return mount;
  }

  void set_target(Mount& mount, std::string_view server, std::string_view path, const Names& by) {
    mount.server_text = server;
    mount.server = site_.server_named(server, by);
    mount.path = path;
    mount.asked = path;
  }

  void add_first_mount(Purpose purpose, Needs needs, std::string_view variable,
                       const ResourcePlace& resource, const Token& derived_server) {
    Mount& mount = add(purpose, Stage::kNetworkBoot, needs);
    mount.version = resource.nfs_v4 ? 4 : 3;
    mount.row = resource.where;
    const auto* const niminfo = niminfo_of(*service_node_, node_);
    const NimMount told = niminfo == nullptr ? NimMount{} : niminfo->content.mount(variable);
    if (told.path.empty()) {
      set_target(mount, derived_server.text, resource.path, *service_node_->names);
      mount.origin = resource.where;
      return;
    }
    set_target(mount, told.server.text, told.path.text, *service_node_->names);
    mount.origin = niminfo->content.find(variable)->value.span;
  }

  // mkdsklsnode redirects the niminfo file of private roots only.
  void add_first_mounts() {
    const Token server = is_private_root() ? redirected_server()
                                           : Token{service_node_->name, node_.servicenode.where};
    add_first_mount(Purpose::kSpot, {false, true}, "SPOT", spot_, server);
    add_first_mount(root_purpose(), root_needs(), "ROOT", root_, server);
  }

  // The copy of a private root that the node reads is the one it has mounted by then.
  [[nodiscard]] const CollectedStanzas* filesystems() const {
    const Mount& root = plan_.mounts.back();
    if (is_private_root() && root.server != kNoIndex) {
      const NodeEtc* const etc = etc_of(site_.servers[root.server], node_, root.path);
      if (etc != nullptr && etc->filesystems) return &*etc->filesystems;
    }
    const NodeEtc* const etc =
        etc_of(*service_node_, node_, is_private_root() ? root_.path : shared_root_);
    return etc != nullptr && etc->filesystems ? &*etc->filesystems : nullptr;
  }

  void add_second_mounts() {
    const CollectedStanzas* const file = filesystems();
    add_second_mount(root_purpose(), root_needs(), "/", root_, file);
    add_second_mount(Purpose::kSpot, {false, true}, "/usr", spot_, file);
  }

  void add_second_mount(Purpose purpose, Needs needs, std::string_view mount_point,
                        const ResourcePlace& resource, const CollectedStanzas* file) {
    Mount mount;
    mount.purpose = purpose;
    mount.stage = Stage::kRemount;
    mount.needs = needs;
    mount.version = resource.nfs_v4 ? 4 : 3;
    mount.row = resource.where;
    const Stanza* const stanza = file == nullptr ? nullptr : filesystem_of(*file, mount_point);
    const Attribute* const nodename = stanza == nullptr ? nullptr : stanza->find("nodename");
    const Attribute* const dev = stanza == nullptr ? nullptr : stanza->find("dev");
    if (nodename != nullptr && dev != nullptr) {
      set_target(mount, nodename->value.text, dev->value.text, *service_node_->names);
      mount.origin = nodename->value.span;
    } else {
      const Token server = redirected_server();
      set_target(mount, server.text, resource.path, *service_node_->names);
      mount.origin = server.span;
    }
    if (!is_planned(mount)) plan_.mounts.push_back(mount);
  }

  [[nodiscard]] bool is_planned(const Mount& mount) const {
    return std::any_of(plan_.mounts.begin(), plan_.mounts.end(), [&](const Mount& other) {
      const bool same_server = mount.server == kNoIndex ? mount.server_text == other.server_text
                                                        : mount.server == other.server;
      return same_server && mount.path == other.path;
    });
  }

  // The paging file of a private root's swapspaces; the format is tolerated, not relied on.
  bool add_paging_from_swapspaces() {
    const Mount& root = plan_.mounts[1];
    const Server& holder = root.server == kNoIndex ? *service_node_ : site_.servers[root.server];
    const NodeEtc* const etc = is_private_root() ? etc_of(holder, node_, root.path) : nullptr;
    if (etc == nullptr || !etc->swapspaces) return false;
    bool added = false;
    for (const Stanza& stanza : etc->swapspaces->content) {
      const Attribute* const server = stanza.find("nodename");
      const Attribute* const path = stanza.find("path");
      if (server == nullptr || path == nullptr || !is_absolute(path->value.text)) continue;
      Mount& mount = add(Purpose::kPaging, Stage::kPaging, {true, true});
      set_target(mount, server->value.text, path->value.text, *service_node_->names);
      mount.asked = parent_of(path->value.text);
      mount.origin = server->value.span;
      added = true;
    }
    return added;
  }

  void add_paging() {
    if (!add_paging_from_swapspaces()) add_allocated(Purpose::kPaging, Resource::kPaging);
  }

  // Resources that mkdsklsnode never redirects: they stay on the service node.
  void add_allocated(Purpose purpose, Resource resource) {
    const ResourcePlace place = resource_of(site_, node_, *service_node_, resource);
    if (place.resource.empty()) return;
    Mount& mount =
        add(purpose, purpose == Purpose::kPaging ? Stage::kPaging : Stage::kRemount, {true, true});
    set_target(mount, service_node_->name, place.path, *service_node_->names);
    mount.origin = place.where;
  }

  // xcataixpost asks the server it knows as XCATSERVER, else the NIM master.
  void add_postscripts() {
    Mount& mount = add(Purpose::kPostscripts, Stage::kAfterBoot, {false, false});
    const Value& master = node_.xcatmaster;
    set_target(mount, master.is_set() ? master.text : service_node_->name, site_.postscripts,
               *service_node_->names);
    mount.version = site_.nfs_v4 ? 4 : 3;
    mount.origin = master.is_set() ? master.where : node_.servicenode.where;
  }

  Site& site_;
  const Node& node_;
  NodePlan& plan_;
  const Server* service_node_ = nullptr;
  ResourcePlace root_;
  std::string_view shared_root_;  // that is read
  ResourcePlace spot_;
};

}  // namespace

std::vector<NodePlan> plan_nodes(Site& site, const std::vector<std::uint32_t>& nodes) {
  constexpr std::size_t kChunk = 256;
  std::vector<NodePlan> plans(nodes.size());
  std::vector<NodePlanner> planners;
  planners.reserve(nodes.size());
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    plans[i].node = nodes[i];
    planners.emplace_back(site, site.nodes[nodes[i]], plans[i]);
  }
  parallel_chunks(nodes.size(), kChunk, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) planners[i].plan_boot();
  });
  NameSet boot_names;
  for (const NodePlan& plan : plans) {
    if (plan.tables != nullptr) boot_names.add(plan.boot_name);
  }
  OverlaySelector selector(site, std::move(boot_names));
  for (NodePlan& plan : plans) selector.select(plan);
  parallel_chunks(nodes.size(), kChunk, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) planners[i].plan_overlay();
  });
  return plans;
}

}  // namespace nfsready
