// Which file of a snapshot plays which role on which host. The README documents the same layout.
#pragma once

#include <cstdint>
#include <string_view>

namespace nfsready {

enum class FileRole : std::uint8_t {
  kTable,              // tables/<table>.csv: tabdump
  kStanza,             // lsdef/*.stanza: lsdef -z
  kSiteHosts,          // etc/hosts: names known to the whole site (a dump of its DNS)
  kSiteNetgroup,       // etc/netgroup: likewise
  kSuppressions,       // suppressions.txt
  kExports,            // servers/<host>/etc/exports
  kExportsDropIn,      // servers/<host>/etc/exports.d/*, whatever the suffix
  kXtab,               // .../etc/xtab
  kExportfs,           // .../exportfs.txt: AIX exportfs without arguments
  kExportfsV,          // .../exportfs-v.txt
  kExportfsS,          // .../exportfs-s.txt
  kEtab,               // .../var/lib/nfs/etab
  kProcExports,        // .../proc/fs/nfsd/exports
  kShowmount,          // .../showmount-e.txt
  kGanesha,            // .../etc/ganesha/** and .../var/mmfs/ces/nfs-config/*
  kMmnfs,              // .../mmnfs-export-list.txt: mmnfs export list -Y
  kHosts,              // .../etc/hosts
  kNetgroup,           // .../etc/netgroup
  kNfsConf,            // .../etc/nfs.conf
  kMounts,             // .../proc/mounts
  kServerFilesystems,  // .../etc/filesystems of an AIX server
  kListing,            // .../listings/*.ls-ldnsi.txt
  kLsnim,              // .../lsnim-l.txt
  kLsnimLocation,      // .../lsnim-a-location-Z.txt
  kNiminfo,            // .../**/<address or name>.info
  kRootHosts,          // .../**/etc/hosts below an image directory
  kRootFilesystems,    // .../**/etc/filesystems
  kRootSwapspaces,     // .../**/etc/swapspaces
  kClientHosts,        // .../**/etc/.client_data/hosts.<nim name>
  kClientFilesystems,  // .../**/etc/.client_data/filesystems.<nim name>
  kGeneratedTable,     // .../**/{statelite,litefile,litetree}.table
  kBootScript,         // .../**/lib/boot/network/rc.dd_boot
  kNotRead,            // part of a snapshot that the audit has no use for
  kUnknown,            // nothing that the layout knows
};

struct Place {
  FileRole role = FileRole::kUnknown;
  std::string_view server;     // empty outside servers/
  std::string_view host_path;  // the path on that host, with its leading '/'; else the whole path
};

// `path` is relative to the snapshot, with '/' between its parts. The views point into it.
[[nodiscard]] Place place_of(std::string_view path);

// Whether the content of a file with that role is read at all.
[[nodiscard]] bool is_read(FileRole role);

}  // namespace nfsready
