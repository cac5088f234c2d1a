// What a server's table gives one client on one path.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/source.h"
#include "exports/flavour.h"

namespace nfsready {

enum class Access : std::uint8_t { kNone, kReadOnly, kReadWrite, kUnknown };
enum class Root : std::uint8_t { kKept, kSquashed, kRefused, kUnknown };
enum class PortRule : std::uint8_t { kAny, kReserved, kUnknown };

// Why a client gets nothing.
enum class Denial : std::uint8_t {
  kNotExported,  // neither the path nor a directory above it is exported
  kNotListed,    // exported, but not to this client
  kVersion,      // not over the client's NFS version
  kFlavour,      // not with the client's security flavour
  kBoundary,     // the path lies on another file system than its export
};

// What would tell what is not known of a grant.
enum class Missing : std::uint8_t {
  kTable,      // a source of the exports that says more
  kNetgroups,  // who is in them, for the server
  kMounts,     // what is mounted on the server
};

// Access is judged as if the source port were fine; `port` and `port_ok` tell about the port.
struct Grant {
  Access access = Access::kUnknown;
  Denial denial = Denial::kNotExported;   // meaningful when access is kNone
  Root root = Root::kUnknown;             // meaningful unless access is kNone
  std::optional<std::uint32_t> anon_uid;  // who uid 0 becomes when it is squashed
  PortRule port = PortRule::kUnknown;     // meaningful unless access is kNone
  std::optional<bool> port_ok;            // for the client's port; unset: not known
  FlavourSet flavours;                    // offered on the path
  VersionSet versions;                    // offered on the path
  Span rule;                              // what decided; not set when nothing matched
  Span entry;  // the export that was looked into; not set when there is none for the path
  Span blame;  // the fault that keeps a granting entry from being read; when access is not
               // kNone: that leaves open whether the entry is taken at all (AIX)
  Missing missing = Missing::kTable;  // meaningful while something of this is unknown
  bool certain = true;                // false: rests on unverified behaviour, `why` says so
  std::string why;                    // one clause, for people
};

[[nodiscard]] constexpr std::string_view word(Access access) {
  switch (access) {
    case Access::kNone:
      return "none";
    case Access::kReadOnly:
      return "ro";
    case Access::kReadWrite:
      return "rw";
    default:
      return "unknown";
  }
}

[[nodiscard]] constexpr std::string_view word(Root root) {
  switch (root) {
    case Root::kKept:
      return "kept";
    case Root::kSquashed:
      return "squashed";
    case Root::kRefused:
      return "refused";
    default:
      return "unknown";
  }
}

[[nodiscard]] constexpr std::string_view word(PortRule port) {
  switch (port) {
    case PortRule::kAny:
      return "any";
    case PortRule::kReserved:
      return "reserved";
    default:
      return "unknown";
  }
}

}  // namespace nfsready
