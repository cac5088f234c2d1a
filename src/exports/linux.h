// What a Linux exports source says: exports(5), etab, exportfs -v and -s, /proc/fs/nfsd/exports.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/address.h"
#include "base/source.h"
#include "exports/flavour.h"

namespace nfsready {

// The kinds of client specification, in the order in which mountd tries them
// (nfs-utils support/export/auth.c). kDead ones match nobody.
enum class LinuxClientKind : std::uint8_t {
  kHost,      // a name or an address
  kNetwork,   // address/length or address/mask
  kWildcard,  // * ? [ ] in a name; compared with reverse names only, never with addresses
  kNetgroup,  // @name
  kEveryone,  // * or empty
  kGss,       // gss/krb5...: never matches AUTH_SYS
  kDead,      // the server drops or never matches it; why_dead says why
};

struct LinuxClient {
  LinuxClientKind kind = LinuxClientKind::kEveryone;
  Token text;                      // as written; empty for everyone without a `*`
  std::optional<Address> address;  // kHost written as an address
  std::optional<Network> network;  // kNetwork
  std::string_view why_dead;       // kDead: a clause, e.g. "a prefix length of 0 matches nobody"
};

// One option word as written: `name` or `name=value`.
struct OptionWord {
  Token name;
  Token value;
};

// Rights of one security flavour. Words before the first sec= seed every section.
struct LinuxSection {
  FlavourSet flavours;
  bool read_write = false;
  bool root_squash = true;
  bool all_squash = false;
  std::optional<bool> insecure = false;  // unset: this source does not print the port rule
};

struct LinuxRule {
  LinuxClient client;
  Span span;                           // client and options
  std::vector<LinuxSection> sections;  // never empty; the first one that has a flavour decides
  std::uint32_t anon_uid = 65534;
  std::uint32_t anon_gid = 65534;
  bool crossmnt = false;
  bool async = false;
  bool v4root = false;  // a kernel pseudo entry: grants no NFSv3 mount
  Token fsid;           // as written; empty when not given
  Token mountpoint;     // mp=PATH; see has_mountpoint
  bool has_mountpoint = false;
  std::vector<OptionWord> words;  // everything as written, defaults (-list) first
};

struct LinuxExport {
  Token path;  // decoded, not normalised
  Span span;   // the whole logical line
  std::vector<LinuxRule> rules;
  std::optional<std::uint32_t> lost_to;  // index of the problem because of which exportfs never
                                         // reads this entry
};

struct LinuxExports {
  std::vector<LinuxExport> exports;  // in reading order
};

}  // namespace nfsready
