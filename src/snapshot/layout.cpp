#include "snapshot/layout.h"

#include <array>
#include <utility>

namespace nfsready {

namespace {

using NamedRole = std::pair<std::string_view, FileRole>;

// Files with one fixed place on a server.
constexpr std::array<NamedRole, 16> kServerFiles = {{
    {"/etc/exports", FileRole::kExports},
    {"/etc/xtab", FileRole::kXtab},
    {"/exportfs.txt", FileRole::kExportfs},
    {"/exportfs-v.txt", FileRole::kExportfsV},
    {"/exportfs-s.txt", FileRole::kExportfsS},
    {"/var/lib/nfs/etab", FileRole::kEtab},
    {"/proc/fs/nfsd/exports", FileRole::kProcExports},
    {"/showmount-e.txt", FileRole::kShowmount},
    {"/mmnfs-export-list.txt", FileRole::kMmnfs},
    {"/etc/hosts", FileRole::kHosts},
    {"/etc/netgroup", FileRole::kNetgroup},
    {"/etc/nfs.conf", FileRole::kNfsConf},
    {"/proc/mounts", FileRole::kMounts},
    {"/etc/filesystems", FileRole::kServerFilesystems},
    {"/lsnim-l.txt", FileRole::kLsnim},
    {"/lsnim-a-location-Z.txt", FileRole::kLsnimLocation},
}};

// Files that may lie anywhere below a server: the end of their path says what they are.
constexpr std::array<NamedRole, 7> kImageFiles = {{
    {"/etc/hosts", FileRole::kRootHosts},
    {"/etc/filesystems", FileRole::kRootFilesystems},
    {"/etc/swapspaces", FileRole::kRootSwapspaces},
    {"/statelite.table", FileRole::kGeneratedTable},
    {"/litefile.table", FileRole::kGeneratedTable},
    {"/litetree.table", FileRole::kGeneratedTable},
    {"/lib/boot/network/rc.dd_boot", FileRole::kBootScript},
}};

// Directories of a server, by the start of the path.
constexpr std::array<NamedRole, 5> kServerDirectories = {{
    {"/etc/exports.d/", FileRole::kExportsDropIn},
    {"/etc/ganesha/", FileRole::kGanesha},
    {"/var/mmfs/ces/nfs-config/", FileRole::kGanesha},
    {"/listings/", FileRole::kListing},
    {"/install/prescripts/", FileRole::kNotRead},
}};

// What mkdsklsnode and editors leave beside the files that count.
bool is_leftover(std::string_view path) {
  return path.ends_with(".tmp") || path.ends_with("~") || path.ends_with(".bak");
}

FileRole client_data_role(std::string_view host_path) {
  constexpr std::string_view kFolder = "/etc/.client_data/";
  const std::size_t at = host_path.rfind(kFolder);
  if (at == std::string_view::npos) return FileRole::kUnknown;
  const std::string_view name = host_path.substr(at + kFolder.size());
  if (name.starts_with("hosts.")) return FileRole::kClientHosts;
  if (name.starts_with("filesystems.")) return FileRole::kClientFilesystems;
  return FileRole::kNotRead;  // NIM writes further files there
}

FileRole server_role(std::string_view host_path) {
  for (const auto& [name, role] : kServerFiles) {
    if (host_path == name) return role;
  }
  for (const auto& [directory, role] : kServerDirectories) {
    if (!host_path.starts_with(directory)) continue;
    if (role == FileRole::kListing && !host_path.ends_with(".ls-ldnsi.txt")) {
      return FileRole::kNotRead;
    }
    return role;
  }
  if (is_leftover(host_path)) return FileRole::kNotRead;
  if (host_path.ends_with(".info")) return FileRole::kNiminfo;
  if (const FileRole role = client_data_role(host_path); role != FileRole::kUnknown) return role;
  for (const auto& [ending, role] : kImageFiles) {
    if (host_path.ends_with(ending)) return role;
  }
  return FileRole::kUnknown;
}

FileRole site_role(std::string_view path) {
  if (path == "etc/hosts") return FileRole::kSiteHosts;
  if (path == "etc/netgroup") return FileRole::kSiteNetgroup;
  if (path == "suppressions.txt") return FileRole::kSuppressions;
  if (path.starts_with("tables/") && path.ends_with(".csv")) return FileRole::kTable;
  if (path.starts_with("lsdef/") && path.ends_with(".stanza")) return FileRole::kStanza;
  if (path.starts_with("xcat-output/") || path.starts_with("README") || path.starts_with('.')) {
    return FileRole::kNotRead;
  }
  return FileRole::kUnknown;
}

}  // namespace

Place place_of(std::string_view path) {
  constexpr std::string_view kServers = "servers/";
  if (!path.starts_with(kServers)) return {site_role(path), {}, path};
  const std::size_t end = path.find('/', kServers.size());
  if (end == std::string_view::npos) return {FileRole::kUnknown, {}, path};
  const std::string_view host_path = path.substr(end);
  return {server_role(host_path), path.substr(kServers.size(), end - kServers.size()), host_path};
}

bool is_read(FileRole role) { return role != FileRole::kNotRead && role != FileRole::kUnknown; }

}  // namespace nfsready
