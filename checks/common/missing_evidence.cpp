#include "checks/common/missing_evidence.h"

#include <algorithm>
#include <unordered_set>
#include <vector>

#include "base/path.h"
#include "base/text.h"
#include "checks/common/table_needs.h"
#include "model/xcat_schema.h"
#include "plan/boot_files.h"

namespace nfsready::checks {

namespace {

using Visit = std::function<void(const MissingEvidence&)>;

// --- tables of the management node

void visit_tables(const Context& context, const Visit& visit) {
  const Site& site = context.site();
  for (const TableNeed& need : table_needs()) {
    if (site.table(need.table) != nullptr || !matters(need, site)) continue;
    MissingEvidence missing;
    missing.path = "tables/" + std::string(need.table) + ".csv";
    missing.pattern = missing.path;
    missing.unknown = need.unknown;
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
    visit(missing);
  }
}

void visit_tables_of_variables(const Context& context, const NodePlan& plan, const Visit& visit) {
  for (const VariableTable& needed : variable_tables(context.node(plan))) {
    if (needed.mount->undecidable.empty()) continue;
    if (context.site().table(needed.table) != nullptr || !is_xcat_table(needed.table)) continue;
    MissingEvidence missing;
    missing.path = "tables/" + std::string(needed.table) + ".csv";
    missing.pattern = missing.path;
    missing.unknown = "which value a variable in statelite or litetree has for {nodes}";
    missing.wanted_by = needed.mount->where;
    missing.subject = context.subject(plan);
    visit(missing);
  }
}

// --- boot files of the nodes

class BootFileVisitor {
 public:
  BootFileVisitor(const Context& context, const Visit& visit)
      : context_(context),
        visit_(visit),
        unreadable_(context.site()),
        folders_(context.site().servers.size()) {}

  void look(const NodePlan& plan) {
    for (const BootFile& file : boot_files(context_, plan)) {
      if (file.file != kNoSource) continue;
      const std::string path = snapshot_path(context_, context_.node(plan), file);
      const bool unreadable = unreadable_.gap_of(path) != nullptr;
      if (unreadable || !is_told_otherwise(context_.node(plan), file)) tell(plan, file, path);
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

  void tell(const NodePlan& plan, const BootFile& file, const std::string& path) {
    const Node& node = context_.node(plan);
    MissingEvidence missing;
    missing.path = path;
    missing.pattern = snapshot_pattern(context_, node, file);
    missing.server = file.server->name;
    missing.unknown = what_it_tells(file.kind);
    missing.weight = file.weight;
    missing.weight_if_there = file.weight_if_there;
    missing.wanted_by = node.servicenode.is_set() ? node.servicenode.where : node.where;
    missing.subject = context_.subject(plan);
    visit_(missing);
  }

  const Context& context_;
  const Visit& visit_;
  UnreadableFiles unreadable_;
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
    for (const Server& server : context.site().servers) {
      lacks_.push_back(lack_of(server));
      wants_.push_back(wants_of(server, lacks_.back()));
    }
  }

  void look_at_mounts() {
    for (const JudgedMount& judged : context_.mounts()) {
      const std::uint32_t server = judged.mount->server;
      if (server == kNoIndex || !lacks_[server].any()) continue;
      const Span& origin = judged.mount->origin;
      if (lacks_[server].exports) {
        tell(server, {"/etc/exports", "whether {nodes} may mount from {server}"}, origin,
             judged.subject);
      }
      // What one mount of a node wants, the others want too.
      const Subject node{judged.subject.node, Subject::kWholeNode};
      for (const Want& want : wants_[server]) tell(server, want, origin, node);
    }
  }

  void look_at_backups(const NodePlan& plan) {
    const Node& node = context_.node(plan);
    for (std::size_t i = 1; i < node.service_nodes.size(); ++i) {
      const std::uint32_t index = node.service_nodes[i];
      const Server& server = context_.site().servers[index];
      const Span where = node.servicenode.where;
      if (lacks_[index].exports) {
        tell(index,
             detail("/etc/exports", "whether {nodes} could boot from {server}, {their} backup"),
             where, context_.subject(plan));
      }
      if (!server.nim && server.niminfo.empty()) {
        tell(index,
             detail("/lsnim-l.txt",
                    "whether {server} is prepared to boot {nodes}, whose backup it is"),
             where, context_.subject(plan));
      }
    }
  }

  void look_at_heads() {
    const auto& servers = context_.site().servers;
    for (std::uint32_t i = 0; i < servers.size(); ++i) {
      if (servers[i].head_of == kNoIndex || !lacks_[i].exports) continue;
      tell(i, detail("/etc/exports", "whether mounts go on when {server} takes over"),
           first_use_of(servers[i].head_of), std::nullopt);
    }
  }

 private:
  // A file that every node wants that mounts from the server.
  struct Want {
    std::string_view host_path;
    std::string_view unknown;
    Weight weight = Weight::kVerdict;
    Weight weight_if_there = Weight::kVerdict;
  };

  // What makes the first node mount from a server.
  [[nodiscard]] Span first_use_of(std::uint32_t server) const {
    for (const JudgedMount& judged : context_.mounts()) {
      if (judged.mount->server == server) return judged.mount->origin;
    }
    return {};
  }

  static Want detail(std::string_view host_path, std::string_view unknown) {
    return {host_path, unknown, Weight::kDetail, Weight::kDetail};
  }

  // What is made up for as long as nobody knows better.
  static Want assumed(std::string_view host_path, std::string_view unknown) {
    return {host_path, unknown, Weight::kDetail, Weight::kVerdict};
  }

  static std::vector<Want> wants_of(const Server& server, const Lack& lack) {
    std::vector<Want> wants;
    if (lack.file) {
      wants.push_back(detail(
          "/etc/exports", "what {server} exports after a restart; what it exports now is known"));
    }
    if (lack.live) {
      wants.push_back(
          assumed(server.kind == ServerKind::kAix ? "/exportfs.txt" : "/exportfs-v.txt",
                  "whether the exports file of {server} is in force; it is taken to be"));
    }
    if (lack.hosts && server.names->any_source()) {
      wants.push_back(assumed(
          "/etc/hosts", "by which names {server} knows its clients; those of the site are taken"));
    } else if (lack.hosts) {
      wants.push_back({"/etc/hosts", "by which names {server} knows {nodes}"});
    }
    if (lack.nfs_conf) {
      wants.push_back(
          assumed("/etc/nfs.conf", "which NFS versions {server} speaks; the defaults are taken"));
    }
    return wants;
  }

  void tell(std::uint32_t server, const Want& want, const Span& wanted_by,
            const std::optional<Subject>& subject) {
    MissingEvidence missing;
    missing.server = context_.site().servers[server].name;
    missing.path = "servers/" + std::string(missing.server) + std::string(want.host_path);
    missing.pattern = missing.path;
    missing.unknown = want.unknown;
    missing.weight = want.weight;
    missing.weight_if_there = want.weight_if_there;
    missing.wanted_by = wanted_by;
    missing.subject = subject;
    visit_(missing);
  }

  const Context& context_;
  const Visit& visit_;
  std::vector<Lack> lacks_;
  std::vector<std::vector<Want>> wants_;
};

}  // namespace

void visit_missing_evidence(const Context& context, const Visit& visit) {
  visit_tables(context, visit);
  BootFileVisitor boot_files(context, visit);
  ServerVisitor servers(context, visit);
  for (const NodePlan& plan : context.plans()) {
    visit_tables_of_variables(context, plan, visit);
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
    if (!named.is_decided()) continue;  // NR904
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
