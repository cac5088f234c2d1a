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
  std::string_view why_dead;       // kDead: a clause, e.g. "its prefix length is not valid"
};

// Rights of one security flavour, or of several with the same rights. A flavour starts with the
// rights that were said last before the sec= that names it.
struct LinuxSection {
  FlavourSet flavours;
  bool read_write = false;
  bool root_squash = true;
  bool all_squash = false;
  std::optional<bool> insecure = false;  // unset: this source does not print the port rule
};

struct LinuxRule {
  LinuxClient client;
  std::vector<LinuxClient> also;       // /proc only: the client matches these as well
  Span span;                           // client and options
  std::vector<LinuxSection> sections;  // never empty; the first one that has a flavour decides
  std::uint32_t anon_uid = 65534;
  std::uint32_t anon_gid = 65534;
  bool crossmnt = false;
  bool nohide = false;  // shown to clients of an export above it
  bool async = false;
  bool v4root = false;       // a kernel pseudo entry: grants no NFSv3 mount
  bool rights_known = true;  // false: this source does not print options (exportfs without -v)
  Token fsid;                // as written; empty when not given
  Token mountpoint;          // mp=PATH; see has_mountpoint
  bool has_mountpoint = false;
  std::vector<Token> contradicting;  // words that go against an earlier one of their list
};

// When an error stops the file in the middle of a line, the rules before it and those from it on
// are two exports of the same path; the second one is lost.
struct LinuxExport {
  Token path;              // decoded, not normalised
  Span span;               // the whole logical line, or the part of it that is lost
  std::uint32_t line = 0;  // of its first word, counted from 1
  std::vector<LinuxRule> rules;
  std::optional<std::uint32_t> lost_to;  // index of the problem because of which exportfs never
                                         // reads this entry
};

struct LinuxExports {
  std::vector<LinuxExport> exports;  // in reading order; a path may occur more than once
  bool complete = true;              // false: only what is in use is listed (/proc)
};

}  // namespace nfsready
