#include "checks/common/boot_evidence.h"

#include <algorithm>
#include <optional>

#include "base/path.h"
#include "plan/boot_files.h"
#include "plan/resources.h"

namespace nfsready::checks {

namespace {

const Mount* root_mount(const NodePlan& plan) {
  const auto found = std::find_if(plan.mounts.begin(), plan.mounts.end(), [](const Mount& mount) {
    return mount.stage == Stage::kNetworkBoot &&
           (mount.purpose == Purpose::kRoot || mount.purpose == Purpose::kSharedRoot);
  });
  return found == plan.mounts.end() ? nullptr : &*found;
}

bool has_paging(const NodePlan& plan) {
  return std::any_of(plan.mounts.begin(), plan.mounts.end(),
                     [](const Mount& mount) { return mount.purpose == Purpose::kPaging; });
}

template <typename Content>
SourceId file_of(const std::optional<Collected<Content>>& collected) {
  return collected ? collected->file : kNoSource;
}

class BootFileList {
 public:
  BootFileList(const Context& context, const NodePlan& plan)
      : site_(context.site()), plan_(plan), node_(context.node(plan)) {
    constexpr std::size_t kUsual = 9;
    files_.reserve(kUsual);
  }

  std::vector<BootFile> list() {
    if (node_.kind == NodeKind::kUnknown || node_.service_nodes.empty()) return {};
    service_node_ = &site_.servers[node_.service_nodes.front()];
    const auto& nim = service_node_->nim;
    add(BootFileKind::kNimListing, *service_node_, {}, nim ? nim->file : kNoSource);
    const auto* const niminfo = niminfo_of(*service_node_, node_);
    add(BootFileKind::kNiminfo, *service_node_, {}, niminfo ? niminfo->file : kNoSource);
    const Mount* const root = root_mount(plan_);
    if (root == nullptr || root->path.empty()) return std::move(files_);
    if (node_.kind == NodeKind::kStateless) {
      add_private_root(*root);
    } else {
      const std::string_view read = shared_root_read(site_, node_, *service_node_);
      add_shared_root(read.empty() ? root->path : read);
    }
    return std::move(files_);
  }

 private:
  void add(BootFileKind kind, const Server& server, std::string_view root, SourceId file,
           Weight weight = Weight::kVerdict) {
    files_.push_back({kind, &server, root, file, weight, weight});
  }

  void add_etc(const Server& server, std::string_view root, Weight weight) {
    const NodeEtc* const etc = etc_of(server, node_, root);
    add(BootFileKind::kFilesystems, server, root, etc ? file_of(etc->filesystems) : kNoSource,
        weight);
    add(BootFileKind::kHosts, server, root, etc ? file_of(etc->hosts) : kNoSource, weight);
    if (node_.kind != NodeKind::kStateless || !has_paging(plan_)) return;
    add(BootFileKind::kSwapspaces, server, root, etc ? file_of(etc->swapspaces) : kNoSource,
        Weight::kDetail);
    files_.back().weight_if_there = weight;
  }

  // A path at which NIM has no root (NR310), and from which nothing was collected: nothing is
  // there.
  [[nodiscard]] bool is_elsewhere(const Mount& root) const {
    const std::string expected =
        path_of(location_of(site_, node_, *service_node_, Resource::kRoot), node_);
    if (expected.empty() || normalise_path(root.path) == normalise_path(expected)) return false;
    const Server& holder = root.server == kNoIndex ? *service_node_ : site_.servers[root.server];
    return etc_of(holder, node_, root.path) == nullptr;
  }

  void add_private_root(const Mount& root) {
    const Server* const holder = root.server == kNoIndex ? nullptr : &site_.servers[root.server];
    if (is_elsewhere(root)) return;
    if (holder != nullptr) add_etc(*holder, root.path, Weight::kVerdict);
    if (holder != service_node_) add_etc(*service_node_, root.path, Weight::kDetail);
  }

  void add_shared_root(std::string_view root) {
    add_etc(*service_node_, root, Weight::kVerdict);
    const Server* const external =
        node_.external == kNoIndex ? nullptr : &site_.servers[node_.external];
    if (external != nullptr && external != service_node_) {
      add_etc(*external, root, Weight::kVerdict);
    }
    if (node_.kind == NodeKind::kStatelite) add_tables(root);
  }

  void add_tables(std::string_view root) {
    static const GeneratedTables none;
    const GeneratedTables& tables = plan_.tables == nullptr ? none : *plan_.tables;
    if (node_.persistent) {
      add(BootFileKind::kStateliteTable, *service_node_, root, file_of(tables.statelite));
    }
    if (!node_.litefiles.empty()) {
      add(BootFileKind::kLitefileTable, *service_node_, root, file_of(tables.litefile));
    }
    if (!node_.trees.empty()) {
      add(BootFileKind::kLitetreeTable, *service_node_, root, file_of(tables.litetree));
    }
  }

  const Site& site_;
  const NodePlan& plan_;
  const Node& node_;
  const Server* service_node_ = nullptr;
  std::vector<BootFile> files_;
};

std::string_view file_name(BootFileKind kind) {
  switch (kind) {
    case BootFileKind::kNimListing:
      return "lsnim-l.txt";
    case BootFileKind::kNiminfo:
      return "info";
    case BootFileKind::kFilesystems:
      return "filesystems";
    case BootFileKind::kHosts:
      return "hosts";
    case BootFileKind::kSwapspaces:
      return "swapspaces";
    case BootFileKind::kStateliteTable:
      return "statelite.table";
    case BootFileKind::kLitefileTable:
      return "litefile.table";
    case BootFileKind::kLitetreeTable:
      return "litetree.table";
  }
  return {};
}

// The path on the server, or with "*" in the place of what is the node's own.
std::string host_path(const Context& context, const Node& node, const BootFile& file,
                      bool as_pattern) {
  const std::string name(file_name(file.kind));
  const std::string root(file.root);
  switch (file.kind) {
    case BootFileKind::kNimListing:
      return "/" + name;
    case BootFileKind::kNiminfo: {
      const std::string stem =
          node.addresses.empty() ? std::string(node.name) : node.addresses.front().address.text();
      return std::string(context.site().site_key_or("tftpdir", "/tftpboot")) + "/" +
             (as_pattern ? "*" : stem) + "." + name;
    }
    case BootFileKind::kFilesystems:
    case BootFileKind::kHosts:
    case BootFileKind::kSwapspaces:
      if (node.kind == NodeKind::kStateless) {
        return (as_pattern ? std::string(parent_of(root)) + "/*" : root) + "/etc/" + name;
      }
      return root + "/etc/.client_data/" + name + "." +
             (as_pattern ? "*" : std::string(node.nim_name));
    default:
      return root + "/" + name;
  }
}

}  // namespace

std::vector<BootFile> boot_files(const Context& context, const NodePlan& plan) {
  return BootFileList(context, plan).list();
}

std::string snapshot_path(const Context& context, const Node& node, const BootFile& file) {
  return "servers/" + std::string(file.server->name) + host_path(context, node, file, false);
}

std::string snapshot_pattern(const Context& context, const Node& node, const BootFile& file) {
  return "servers/" + std::string(file.server->name) + host_path(context, node, file, true);
}

std::string_view what_it_tells(BootFileKind kind) {
  switch (kind) {
    case BootFileKind::kNimListing:
      return "which NIM resources are allocated to {nodes}, and where they lie";
    case BootFileKind::kNiminfo:
      return "where the first mounts of {nodes} come from";
    case BootFileKind::kFilesystems:
      return "where / and /usr of {nodes} come from";
    case BootFileKind::kHosts:
      return "which names {nodes} can resolve when they mount";
    case BootFileKind::kSwapspaces:
      return "which paging space {nodes} use{s}; it is taken from NIM";
    case BootFileKind::kStateliteTable:
      return "where the persistent files of {nodes} go";
    case BootFileKind::kLitefileTable:
      return "which files of {nodes} are mounted over";
    case BootFileKind::kLitetreeTable:
      return "from which trees {nodes} take{s} files";
  }
  return {};
}

}  // namespace nfsready::checks
