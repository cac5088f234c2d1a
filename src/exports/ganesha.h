// What an NFS-Ganesha configuration says, and what `mmnfs export list -Y` prints of one.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/address.h"
#include "base/source.h"
#include "exports/flavour.h"

namespace nfsready {

enum class GaneshaAccess : std::uint8_t {
  kNone,
  kReadOnly,
  kReadWrite,
  kMetadata,
  kMetadataReadOnly
};
enum class GaneshaSquash : std::uint8_t { kRoot, kRootId, kAll, kNone };

// Permission options of one block. What is not set is inherited, each option by itself:
// CLIENT, EXPORT, EXPORT_DEFAULTS, built-in. Repeated options of one block are OR-ed (4.3); the
// values here are the result.
struct GaneshaPermissions {
  std::optional<GaneshaAccess> access;
  std::optional<GaneshaSquash> squash;
  std::optional<std::uint32_t> anon_uid;
  std::optional<FlavourSet> flavours;
  std::optional<bool> privileged_port;
  std::optional<VersionSet> versions;
  std::optional<bool> tcp;
  Span access_span;
  Span squash_span;
  Span flavours_span;
  Span privileged_port_span;
  Span versions_span;
  Span anon_uid_span;
};

// A permission option that does not count as it was meant: its name or its value is misspelt, or it
// is given twice in one block, and the values are joined.
struct GaneshaSlip {
  Span where;                // of the problem
  GaneshaPermissions meant;  // by this statement alone
  bool repeated = false;
};

enum class GaneshaClientKind : std::uint8_t {
  kEveryone,
  kAddress,
  kNetwork,
  kWildcard,
  kNetgroup,
  kName
};

struct GaneshaClient {
  GaneshaClientKind kind = GaneshaClientKind::kName;
  Token text;
  std::optional<Address> address;
  std::optional<Network> network;
};

struct GaneshaClientBlock {
  Span span;  // where the CLIENT block (or the mmnfs row) starts
  std::vector<GaneshaClient> clients;
  GaneshaPermissions permissions;
  std::vector<GaneshaSlip> slips;
  std::optional<std::uint32_t> lost_to;  // index of the problem because of which the server drops
                                         // this block alone; `clients` is then what was meant
  bool garbled = false;                  // lost, and not all of its clients could be made out
};

struct GaneshaExport {
  Span span;  // where the EXPORT block starts
  Token path;
  Token pseudo;
  Token tag;
  std::optional<std::uint32_t> export_id;
  Token export_id_text;
  Token filesystem_id;
  GaneshaPermissions permissions;
  std::vector<GaneshaSlip> slips;
  std::vector<GaneshaClientBlock> clients;
  std::optional<std::uint32_t> lost_to;  // index of the problem because of which it is not exported
  std::optional<std::uint32_t> strict;   // index of a problem after which a client name that does
                                         // not resolve drops the EXPORT (4.3)
  std::vector<Token> strict_names;       // these names
};

struct GaneshaExports {
  GaneshaPermissions defaults;  // EXPORT_DEFAULTS
  std::vector<GaneshaSlip> default_slips;
  std::optional<VersionSet> core_versions;  // NFS_CORE_PARAM Protocols
  Span core_versions_span;                  // the option; not set when it is built in
  bool mount_path_pseudo = false;           // NFS_CORE_PARAM Mount_Path_Pseudo
  std::vector<GaneshaExport> exports;
  std::optional<std::uint32_t> fatal;  // index of the problem that keeps the server from
                                       // starting, or from having any export
  bool incomplete = false;             // an include could not be read: there may be more exports
};

}  // namespace nfsready
