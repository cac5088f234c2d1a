#include "model/collect_server.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/path.h"
#include "base/text.h"
#include "parse/exports.h"

namespace nfsready {

namespace {

std::string_view directory_of(std::string_view path) { return path.substr(0, path.rfind('/')); }

std::string_view file_name_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// "/x/etc/hosts" -> "/x": what an etc file belongs to.
std::string_view root_of(std::string_view path) { return directory_of(directory_of(path)); }

template <typename Content>
Collected<Content> collected(const SnapshotFile& file, ParsedContent& content) {
  return {file.source->id(), std::move(*std::get_if<Content>(&content))};
}

void add_nim(const SnapshotFile& file, ParsedContent& content, Server& server) {
  server.nim = collected<std::vector<Stanza>>(file, content);
  for (const Stanza& object : server.nim->content) {
    server.nim_objects.try_emplace(object.name.text, &object);
    const Attribute* const location = object.find("location");
    if (location != nullptr && is_absolute(location->value.text)) {
      server.nim_locations.try_emplace(object.name.text, location->value);
    }
  }
}

void add_client_file(const SnapshotFile& file, ParsedContent& content, Server& server) {
  const std::string_view folder = directory_of(file.host_path);  // <shared_root>/etc/.client_data
  const std::string_view shared_root = root_of(folder);
  const std::string_view name = file_name_of(file.host_path);
  const std::string_view nim_name = name.substr(name.find('.') + 1);
  if (server.client_data_folders.empty() || server.client_data_folders.back() != shared_root) {
    server.client_data_folders.push_back(shared_root);
  }
  NodeEtc& etc = server.client_data[std::string(shared_root) + '|' + std::string(nim_name)];
  if (file.role == FileRole::kClientHosts) {
    etc.hosts = collected<std::shared_ptr<const HostsTable>>(file, content);
  } else {
    etc.filesystems = collected<std::vector<Stanza>>(file, content);
  }
}

void add_generated_table(const SnapshotFile& file, ParsedContent& content, Server& server) {
  GeneratedTables& tables = server.generated[directory_of(file.host_path)];
  const std::string_view name = file_name_of(file.host_path);
  auto& table = name == "statelite.table"  ? tables.statelite
                : name == "litefile.table" ? tables.litefile
                                           : tables.litetree;
  table = collected<std::vector<GeneratedLine>>(file, content);
}

// The file systems of an AIX server: every stanza of a local device is a mount point.
void add_filesystems(const ParsedContent& content, FileTree& tree) {
  for (const Stanza& stanza : *std::get_if<std::vector<Stanza>>(&content)) {
    const Attribute* const dev = stanza.find("dev");
    if (dev != nullptr && dev->value.text.starts_with("/dev/")) {
      tree.mount_points.insert(normalise_path(stanza.name.text));
    }
  }
}

// A listing is taken inside the directory it is named after: listings/spot-x.ls-ldnsi.txt holds
// paths relative to it, which the name alone does not give; only absolute ones can be used.
void add_links(const ParsedContent& content, FileTree& tree) {
  for (const SymbolicLink& link : *std::get_if<std::vector<SymbolicLink>>(&content)) {
    if (is_absolute(link.path.text) && is_absolute(link.target.text)) {
      tree.links.emplace(normalise_path(link.path.text), normalise_path(link.target.text));
    }
  }
}

}  // namespace

void add_file(const SnapshotFile& file, ParsedFile parsed, Server& server) {
  ParsedContent& content = parsed.content;
  switch (file.role) {
    case FileRole::kHosts:
      server.hosts = collected<std::shared_ptr<const HostsTable>>(file, content);
      break;
    case FileRole::kNetgroup:
      server.netgroups = std::move(*std::get_if<std::vector<Netgroup>>(&content));
      for (const Netgroup& group : server.netgroups) {
        server.netgroups_by_name.try_emplace(group.name.text, &group);
      }
      break;
    case FileRole::kNfsConf:
      server.nfs_conf = collected<NfsConf>(file, content);
      break;
    case FileRole::kMounts:
      for (const Token& path : std::get_if<MountPoints>(&content)->paths) {
        server.tree.mount_points.insert(normalise_path(path.text));
      }
      break;
    case FileRole::kServerFilesystems:
      add_filesystems(content, server.tree);
      break;
    case FileRole::kListing:
      add_links(content, server.tree);
      break;
    case FileRole::kLsnim:
      add_nim(file, content, server);
      break;
    case FileRole::kLsnimLocation:
      for (const NimLocation& place : *std::get_if<std::vector<NimLocation>>(&content)) {
        server.nim_locations.try_emplace(place.resource.text, place.location);
      }
      break;
    case FileRole::kNiminfo: {
      const std::string_view name = file_name_of(file.host_path);
      server.niminfo.emplace(name.substr(0, name.size() - std::string_view(".info").size()),
                             collected<Niminfo>(file, content));
      break;
    }
    case FileRole::kRootHosts:
      server.roots[root_of(file.host_path)].hosts =
          collected<std::shared_ptr<const HostsTable>>(file, content);
      break;
    case FileRole::kRootFilesystems:
      server.roots[root_of(file.host_path)].filesystems =
          collected<std::vector<Stanza>>(file, content);
      break;
    case FileRole::kRootSwapspaces:
      server.roots[root_of(file.host_path)].swapspaces =
          collected<std::vector<Stanza>>(file, content);
      break;
    case FileRole::kClientHosts:
    case FileRole::kClientFilesystems:
      add_client_file(file, content, server);
      break;
    case FileRole::kGeneratedTable:
      add_generated_table(file, content, server);
      break;
    case FileRole::kBootScript: {
      constexpr std::string_view kScript = "/lib/boot/network/rc.dd_boot";
      const std::string_view path = file.host_path;
      server.boot_scripts[path.substr(0, path.size() - kScript.size())] = {file.source->id(),
                                                                           file.source->text()};
      break;
    }
    default:
      break;
  }
}

ExportsFiles exports_files(const std::vector<const SnapshotFile*>& files) {
  ExportsFiles found;
  for (const SnapshotFile* file : files) {
    if (file->source == nullptr) continue;
    switch (file->role) {
      case FileRole::kExports:
        found.exports = file->source;
        break;
      case FileRole::kExportsDropIn:
        found.drop_ins.push_back(file);
        break;
      case FileRole::kGanesha:
        found.ganesha.push_back(file);
        break;
      case FileRole::kMmnfs:
        found.mmnfs = file->source;
        break;
      case FileRole::kXtab:
      case FileRole::kExportfs:
      case FileRole::kExportfsV:
      case FileRole::kExportfsS:
      case FileRole::kEtab:
      case FileRole::kProcExports:
      case FileRole::kShowmount:
        found.live.push_back(file);
        break;
      default:
        break;
    }
  }
  return found;
}

namespace {

Dialect live_dialect(const SnapshotFile& file) {
  switch (file.role) {
    case FileRole::kExportfsV:
      return Dialect::kLinuxExportfsV;
    case FileRole::kExportfsS:
      return Dialect::kLinuxExportfsS;
    case FileRole::kEtab:
      return Dialect::kLinuxEtab;
    case FileRole::kProcExports:
      return Dialect::kLinuxProc;
    case FileRole::kShowmount:
      return Dialect::kShowmount;
    case FileRole::kExportfs: {  // AIX; but Linux exportfs without -v may have been saved here
      const auto recognised = recognise_dialect(file.source->text());
      return recognised == Dialect::kLinuxExportfsV ? Dialect::kLinuxExportfsV : Dialect::kAixXtab;
    }
    default:
      return Dialect::kAixXtab;
  }
}

bool has_live(const ExportsFiles& files, ServerKind kind) {
  return std::any_of(files.live.begin(), files.live.end(), [&](const SnapshotFile* file) {
    return server_kind(live_dialect(*file)) == kind;
  });
}

// The dialect of /etc/exports.
Dialect exports_dialect(const ExportsFiles& files, const Server& server) {
  if (server.nim || has_live(files, ServerKind::kAix)) return Dialect::kAix;
  if (server.nfs_conf || has_live(files, ServerKind::kLinux)) return Dialect::kLinux;
  return server.recognised == Dialect::kAix ? Dialect::kAix : Dialect::kLinux;
}

// exportfs reads /etc/exports.d/*.exports, hidden files left out, in version order: a2 before a10
// (nfs-utils support/export/export.c).
std::vector<const SourceFile*> linux_files(const ExportsFiles& files, Server& server) {
  std::vector<const SnapshotFile*> drop_ins;
  for (const SnapshotFile* file : files.drop_ins) {
    if (is_read_drop_in(file_name_of(file->host_path))) {
      drop_ins.push_back(file);
    } else {
      server.ignored_exports.push_back(parse_exports(Dialect::kLinux, {file->source}));
    }
  }
  std::sort(drop_ins.begin(), drop_ins.end(), [](const SnapshotFile* a, const SnapshotFile* b) {
    return natural_less(a->host_path, b->host_path);
  });
  std::vector<const SourceFile*> sources;
  if (files.exports != nullptr) sources.push_back(files.exports);
  for (const SnapshotFile* file : drop_ins) sources.push_back(file->source);
  return sources;
}

// The file that the server is started with: the usual name, GPFS's name, else the first one.
const SnapshotFile& main_ganesha_file(const ExportsFiles& files) {
  for (const std::string_view name : {"ganesha.conf", "gpfs.ganesha.main.conf"}) {
    for (const SnapshotFile* file : files.ganesha) {
      if (file_name_of(file->host_path) == name) return *file;
    }
  }
  return *files.ganesha.front();
}

ExportsTable read_ganesha(const ExportsFiles& files) {
  const SnapshotFile& main = main_ganesha_file(files);
  const std::string_view folder = directory_of(main.host_path);
  const auto find_included = [&](std::string_view path) {
    const std::string wanted = is_absolute(path)
                                   ? normalise_path(path)
                                   : normalise_path(std::string(folder) + '/' + std::string(path));
    std::vector<const SourceFile*> found;
    for (const SnapshotFile* file : files.ganesha) {  // a file, or every file of a directory
      if (file->host_path == wanted || directory_of(file->host_path) == wanted) {
        found.push_back(file->source);
      }
    }
    return found;
  };
  return parse_exports(Dialect::kGanesha, {main.source}, find_included);
}

// etab prints every word, exportfs most, the kernel's table and showmount little.
int how_much_is_told(Dialect dialect) {
  switch (dialect) {
    case Dialect::kLinuxEtab:
    case Dialect::kAixXtab:
      return 4;
    case Dialect::kLinuxExportfsV:
      return 3;
    case Dialect::kLinuxExportfsS:
      return 2;
    case Dialect::kShowmount:
      return 1;
    default:
      return 0;
  }
}

bool has_exports(const ExportsTable& table) {
  return std::visit([](const auto& content) { return !content.exports.empty(); }, table.content);
}

}  // namespace

void read_exports(const ExportsFiles& files, std::optional<Dialect> stated, Server& server) {
  for (const SnapshotFile* file : files.live) {
    server.live.push_back(parse_exports(live_dialect(*file), {file->source}));
  }
  std::stable_sort(server.live.begin(), server.live.end(),
                   [](const ExportsTable& a, const ExportsTable& b) {
                     return how_much_is_told(a.dialect) > how_much_is_told(b.dialect);
                   });
  if (files.exports != nullptr) server.recognised = recognise_dialect(files.exports->text());
  const bool stated_exports = stated == Dialect::kLinux || stated == Dialect::kAix;
  if (files.mmnfs != nullptr && !stated_exports && stated != Dialect::kGanesha) {
    server.exports = parse_exports(Dialect::kMmnfs, {files.mmnfs});
  } else if (!files.ganesha.empty() && !stated_exports) {
    server.exports = read_ganesha(files);
  }
  if (!server.exports || (!has_exports(*server.exports) && server.exports->problems.empty())) {
    const Dialect dialect = stated_exports ? *stated : exports_dialect(files, server);
    const auto sources = dialect == Dialect::kLinux ? linux_files(files, server)
                                                    : std::vector<const SourceFile*>{files.exports};
    if (!sources.empty() && sources.front() != nullptr) {
      server.exports = parse_exports(dialect, sources);
    }
  }
  if (server.exports) {
    server.kind = server_kind(server.exports->dialect);
  } else if (!server.live.empty()) {
    server.kind = server_kind(server.live.front().dialect);
  } else if (server.nim) {
    server.kind = ServerKind::kAix;
  }
}

}  // namespace nfsready
