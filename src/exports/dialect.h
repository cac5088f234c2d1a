// The syntaxes in which exports are written or printed.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace nfsready {

enum class Dialect : std::uint8_t {
  kLinux,           // /etc/exports, /etc/exports.d/*.exports: exports(5)
  kLinuxEtab,       // /var/lib/nfs/etab
  kLinuxExportfsV,  // exportfs -v
  kLinuxExportfsS,  // exportfs -s
  kLinuxProc,       // /proc/fs/nfsd/exports
  kAix,             // AIX /etc/exports
  kAixXtab,         // AIX /etc/xtab, or exportfs without arguments
  kGanesha,         // NFS-Ganesha configuration
  kMmnfs,           // GPFS: mmnfs export list -Y
  kShowmount,       // showmount -e
};

struct DialectName {
  Dialect dialect;
  std::string_view name;  // as given to --dialect
  std::string_view what;  // for people
};

inline constexpr std::array<DialectName, 10> kDialectNames = {{
    {Dialect::kLinux, "linux", "Linux exports file"},
    {Dialect::kLinuxEtab, "linux-etab", "Linux etab"},
    {Dialect::kLinuxExportfsV, "linux-exportfs-v", "output of Linux exportfs -v"},
    {Dialect::kLinuxExportfsS, "linux-exportfs-s", "output of Linux exportfs -s"},
    {Dialect::kLinuxProc, "linux-proc", "Linux /proc/fs/nfsd/exports"},
    {Dialect::kAix, "aix", "AIX exports file"},
    {Dialect::kAixXtab, "aix-xtab", "AIX xtab or exportfs output"},
    {Dialect::kGanesha, "ganesha", "NFS-Ganesha configuration"},
    {Dialect::kMmnfs, "mmnfs", "output of mmnfs export list -Y"},
    {Dialect::kShowmount, "showmount", "output of showmount -e"},
}};

[[nodiscard]] constexpr const DialectName& name_of(Dialect dialect) {
  return kDialectNames[static_cast<std::size_t>(dialect)];
}

[[nodiscard]] constexpr std::optional<Dialect> dialect_named(std::string_view name) {
  for (const DialectName& entry : kDialectNames) {
    if (entry.name == name) return entry.dialect;
  }
  return std::nullopt;
}

// What is in force now, as against what a file will put in force.
[[nodiscard]] constexpr bool is_live(Dialect dialect) {
  return dialect != Dialect::kLinux && dialect != Dialect::kAix && dialect != Dialect::kGanesha &&
         dialect != Dialect::kMmnfs;
}

// The program whose rules decide.
enum class ServerKind : std::uint8_t { kLinux, kAix, kGanesha, kUnknown };

[[nodiscard]] constexpr ServerKind server_kind(Dialect dialect) {
  switch (dialect) {
    case Dialect::kAix:
    case Dialect::kAixXtab:
      return ServerKind::kAix;
    case Dialect::kGanesha:
    case Dialect::kMmnfs:
      return ServerKind::kGanesha;
    case Dialect::kShowmount:
      return ServerKind::kUnknown;
    default:
      return ServerKind::kLinux;
  }
}

}  // namespace nfsready
