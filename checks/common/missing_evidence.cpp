#include "checks/common/missing_evidence.h"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <vector>

#include "base/path.h"
#include "base/text.h"
#include "plan/boot_files.h"

namespace nfsready::checks {

namespace {

using Visit = std::function<void(const MissingEvidence&)>;

// --- tables of the management node

bool has_shared_root(const Site& site, const Node& node) {
  return node.image != kNoIndex && site.images[node.image].shared_root.is_set();
}

// Rows for ALL, or for a group of images, count or not by osimage.groups (litefile.pm,
// litetree.pm).
bool has_rows_for_groups(const Site& site) {
  for (const std::string_view name : {"litefile", "litetree"}) {
    const XcatTable* const table = site.table(name);
    for (std::size_t row = 0; table != nullptr && row < table->row_count(); ++row) {
      const std::string_view image = table->cell(row, "image").token.text;
      if (!image.empty() && site.image_index.count(image) == 0) return true;
    }
  }
  return false;
}

struct TableNeed {
  std::string_view table;
  std::string_view unknown;
  std::string_view command;
  bool (*is_wanted)(const Site& site, const Node& node);
};

constexpr std::array<TableNeed, 8> kTables = {{
    {"site",
     "where /install lies, which NFS version the site uses, and whether boot files are "
     "redirected at all",
     "tabdump site", [](const Site&, const Node&) { return true; }},
    {"noderes", "the service node and the nfsserver of {nodes}", "tabdump noderes",
     [](const Site&, const Node& node) { return !node.in_lsdef; }},
    {"nodetype", "the image of {nodes}", "tabdump nodetype",
     [](const Site&, const Node& node) { return !node.in_lsdef; }},
    {"nimimage", "the NIM resources of the images of {nodes}", "tabdump nimimage",
     [](const Site&, const Node& node) { return node.image == kNoIndex; }},
    {"osimage", "which rows of litefile and litetree count for {nodes}", "tabdump osimage",
     [](const Site& site, const Node& node) {
       return has_shared_root(site, node) && !site.images[node.image].in_lsdef;
     }},
    {"statelite", "where the persistent files of {nodes} go", "tabdump statelite", has_shared_root},
    {"litefile", "which files of {nodes} are mounted over", "tabdump litefile", has_shared_root},
    {"litetree", "from which trees {nodes} take files", "tabdump litetree", has_shared_root},
}};

void visit_tables(const Context& context, const Visit& visit) {
  const Site& site = context.site();
  for (const TableNeed& need : kTables) {
    if (site.table(need.table) != nullptr) continue;
    if (need.table == "osimage" && !has_rows_for_groups(site)) continue;
    MissingEvidence missing;
    missing.path = "tables/" + std::string(need.table) + ".csv";
    missing.pattern = missing.path;
    missing.unknown = need.unknown;
    missing.command = need.command;
    bool wanted = false;
    for (const NodePlan& plan : context.plans()) {
      const Node& node = context.node(plan);
      if (!need.is_wanted(site, node)) continue;
      wanted = true;
      missing.subject = context.subject(plan);
      missing.wanted_by = node.where;
      visit(missing);
    }
    // Without this table no node can be told to boot over NFS, so there may be none in the run.
    const bool selects_nodes = need.table == "nodetype" || need.table == "nimimage";
    if (!wanted && context.plans().empty() && selects_nodes && !site.nodes.empty()) {
      missing.wanted_by = site.nodes.front().where;
      visit(missing);
    }
  }
  if (site.nodes.empty() && site.table("nodelist") == nullptr) {
    MissingEvidence missing;
    missing.path = missing.pattern = "tables/nodelist.csv";
    missing.unknown = "which nodes there are";
    missing.command = "tabdump nodelist";
    visit(missing);
  }
}

// --- boot files of the nodes

class BootFileVisitor {
 public:
  BootFileVisitor(const Context& context, const Visit& visit)
      : context_(context), visit_(visit), folders_(context.site().servers.size()) {}

  void look(const NodePlan& plan) {
    for (const BootFile& file : boot_files(context_, plan)) {
      if (file.file != kNoSource || is_told_otherwise(context_.node(plan), file)) continue;
      tell(plan, file);
    }
  }

 private:
  // By server: what was collected for other nodes.
  struct Folders {
    bool made = false;
    std::unordered_set<std::string_view> names;  // that niminfo files carry inside
    std::unordered_set<std::string_view> roots;  // folders that hold private roots
  };

  Folders& folders_of(const Server& server) {
    Folders& folders = folders_[static_cast<std::size_t>(&server - context_.site().servers.data())];
    if (folders.made) return folders;
    folders.made = true;
    for (const auto& [stem, niminfo] : server.niminfo) {
      for (const std::string_view variable : {"NIM_NAME", "NIM_HOSTNAME"}) {
        const NiminfoVariable* const found = niminfo.content.find(variable);
        if (found != nullptr) folders.names.insert(short_name(found->value.text));
      }
    }
    for (const auto& [path, etc] : server.roots) folders.roots.insert(parent_of(path));
    return folders;
  }

  bool is_told_otherwise(const Node& node, const BootFile& file) {
    const Server& server = *file.server;
    switch (file.kind) {
      case BootFileKind::kNiminfo:
        return folders_of(server).names.count(node.nim_name) != 0 || is_unknown_to_nim(node);
      case BootFileKind::kFilesystems:
      case BootFileKind::kHosts: {
        if (node.kind == NodeKind::kStateless) {
          return folders_of(server).roots.count(parent_of(file.root)) != 0;
        }
        const auto& folders = server.client_data_folders;
        return std::find(folders.begin(), folders.end(), file.root) != folders.end();
      }
      default:
        return false;
    }
  }

  // `lsnim -l` lists everything, the master first.
  bool is_unknown_to_nim(const Node& node) const {
    const Server& server = context_.site().servers[node.service_nodes.front()];
    return server.nim_object("master") != nullptr && server.nim_object(node.nim_name) == nullptr;
  }

  void tell(const NodePlan& plan, const BootFile& file) {
    const Node& node = context_.node(plan);
    MissingEvidence missing;
    missing.path = snapshot_path(context_, node, file);
    missing.pattern = snapshot_pattern(context_, node, file);
    missing.server = file.server->name;
    missing.unknown = what_it_tells(file.kind);
    if (file.kind == BootFileKind::kNimListing) missing.command = "lsnim -l";
    missing.weight = file.weight;
    missing.wanted_by = node.servicenode.is_set() ? node.servicenode.where : node.where;
    missing.subject = context_.subject(plan);
    visit_(missing);
  }

  const Context& context_;
  const Visit& visit_;
  std::vector<Folders> folders_;
};

// --- exports, hosts and settings of the servers

// What a server of the run lacks; at most one of the first three.
struct Lack {
  bool exports = false;  // any exports source at all
  bool file = false;     // only what is in force was collected
  bool live = false;     // only the file was collected
  bool hosts = false;
  bool nfs_conf = false;
  [[nodiscard]] bool any() const { return exports || file || live || hosts || nfs_conf; }
};

Lack lack_of(const Server& server) {
  Lack lack;
  lack.exports = !server.exports && server.live.empty();
  lack.file = !server.exports && !server.live.empty();
  lack.live = server.exports && server.live.empty() && server.kind != ServerKind::kGanesha;
  lack.hosts = !server.hosts.has_value();
  lack.nfs_conf = server.kind == ServerKind::kLinux && !server.nfs_conf;
  return lack;
}

class ServerVisitor {
 public:
  ServerVisitor(const Context& context, const Visit& visit) : context_(context), visit_(visit) {
    for (const Server& server : context.site().servers) lacks_.push_back(lack_of(server));
  }

  void look_at_mounts() {
    for (const JudgedMount& judged : context_.mounts()) {
      const std::uint32_t server = judged.mount->server;
      if (server == kNoIndex || !lacks_[server].any()) continue;
      if (lacks_[server].exports) {
        tell(server, "/etc/exports", "whether {nodes} may mount from {server}", "",
             Weight::kVerdict, judged.mount->origin, judged.subject);
      }
      tell_details(server, judged);
    }
  }

  void look_at_backups(const NodePlan& plan) {
    const Node& node = context_.node(plan);
    for (std::size_t i = 1; i < node.service_nodes.size(); ++i) {
      const std::uint32_t index = node.service_nodes[i];
      const Server& server = context_.site().servers[index];
      const Span where = node.servicenode.where;
      if (lacks_[index].exports) {
        tell(index, "/etc/exports", "whether {nodes} could boot from {server}, their backup", "",
             Weight::kDetail, where, context_.subject(plan));
      }
      if (!server.nim && server.niminfo.empty()) {
        tell(index, "/lsnim-l.txt",
             "whether {server} is prepared to boot {nodes}, whose backup it is", "lsnim -l",
             Weight::kDetail, where, context_.subject(plan));
      }
    }
  }

  void look_at_heads() {
    const auto& servers = context_.site().servers;
    for (std::uint32_t i = 0; i < servers.size(); ++i) {
      if (servers[i].head_of == kNoIndex || !lacks_[i].exports) continue;
      tell(i, "/etc/exports", "whether mounts go on when {server} takes over", "", Weight::kDetail,
           {}, std::nullopt);
    }
  }

 private:
  void tell(std::uint32_t server, std::string_view host_path, std::string_view unknown,
            std::string_view command, Weight weight, const Span& wanted_by,
            const std::optional<Subject>& subject) {
    MissingEvidence missing;
    missing.server = context_.site().servers[server].name;
    missing.path = "servers/" + std::string(missing.server) + std::string(host_path);
    missing.pattern = missing.path;
    missing.unknown = unknown;
    missing.command = command;
    missing.weight = weight;
    missing.wanted_by = wanted_by;
    missing.subject = subject;
    visit_(missing);
  }

  // What one mount of a node wants, the others want too.
  void tell_details(std::uint32_t server, const JudgedMount& judged) {
    const Lack& lack = lacks_[server];
    const Subject node{judged.subject.node, Subject::kWholeNode};
    const auto tell_detail = [&](std::string_view path, std::string_view unknown,
                                 std::string_view command, Weight weight = Weight::kDetail) {
      tell(server, path, unknown, command, weight, judged.mount->origin, node);
    };
    const Server& from = context_.site().servers[server];
    if (lack.file) {
      tell_detail("/etc/exports",
                  "what {server} exports after a restart; what it exports now is known", "");
    }
    if (lack.live && from.kind == ServerKind::kAix) {
      tell_detail("/exportfs.txt",
                  "whether the exports file of {server} is in force; it is taken to be",
                  "exportfs");
    } else if (lack.live) {
      tell_detail("/exportfs-v.txt",
                  "whether the exports file of {server} is in force; it is taken to be",
                  "exportfs -v");
    }
    if (lack.hosts) {
      const bool named = from.names->any_source();
      tell_detail("/etc/hosts",
                  named ? "by which names {server} knows its clients; those of the site are taken"
                        : "by which names {server} knows {nodes}",
                  "", named ? Weight::kDetail : Weight::kVerdict);
    }
    if (lack.nfs_conf) {
      tell_detail("/etc/nfs.conf", "which NFS versions {server} speaks; the defaults are taken",
                  "");
    }
  }

  const Context& context_;
  const Visit& visit_;
  std::vector<Lack> lacks_;
};

}  // namespace

void visit_missing_evidence(const Context& context, const Visit& visit) {
  visit_tables(context, visit);
  BootFileVisitor boot_files(context, visit);
  ServerVisitor servers(context, visit);
  for (const NodePlan& plan : context.plans()) {
    boot_files.look(plan);
    servers.look_at_backups(plan);
  }
  servers.look_at_mounts();
  servers.look_at_heads();
}

namespace {

// The service node that boots a node is the first one that its attribute names.
bool is_primary(const Node& node, std::string_view name) {
  const Value& named = node.servicenode.is_set() ? node.servicenode : node.xcatmaster;
  return trim(named.text.substr(0, named.text.find(','))) == name;
}

}  // namespace

void visit_unknown_servers(const Context& context,
                           const std::function<void(const UnknownServer&)>& visit) {
  for (const NodePlan& plan : context.plans()) {
    const Node& node = context.node(plan);
    const Value& named = node.servicenode.is_set() ? node.servicenode : node.xcatmaster;
    for (const std::string_view name : node.missing_service_nodes) {
      visit({name, is_primary(node, name) ? Weight::kVerdict : Weight::kDetail, named.where,
             context.subject(plan)});
    }
  }
  for (const JudgedMount& judged : context.mounts()) {
    const Mount& mount = *judged.mount;
    if (mount.server != kNoIndex || mount.server_text.empty()) continue;
    visit({mount.server_text, Weight::kVerdict, mount.origin, judged.subject});
  }
}

std::string with_server(std::string_view unknown, std::string_view server) {
  constexpr std::string_view kPlaceholder = "{server}";
  std::string text(unknown);
  for (std::size_t at = text.find(kPlaceholder); at != std::string::npos;
       at = text.find(kPlaceholder, at + server.size())) {
    text.replace(at, kPlaceholder.size(), server);
  }
  return text;
}

UnreadableFiles::UnreadableFiles(const Site& site) {
  for (const Gap& gap : site.gaps) {
    if (gap.kind == Gap::Kind::kUnreadable) gaps_.emplace(gap.path, &gap);
  }
}

const Gap* UnreadableFiles::gap_of(std::string_view path) const {
  if (gaps_.empty()) return nullptr;
  while (true) {
    if (const auto found = gaps_.find(path); found != gaps_.end()) return found->second;
    if (path.empty()) return nullptr;
    const std::size_t slash = path.rfind('/');
    path = path.substr(0, slash == std::string_view::npos ? 0 : slash);
  }
}

}  // namespace nfsready::checks
