// What an AIX exports source says: /etc/exports, /etc/xtab, exportfs output.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/source.h"
#include "exports/flavour.h"

namespace nfsready {

// One member of access=, ro=, rw= or root=. Its meaning (host, address, network, netgroup) depends
// on the server's name resolution and is decided when a grant is asked for.
using AixClient = Token;

struct AixList {
  Span span;  // the option word
  std::vector<AixClient> clients;
};

// Options from the start of the line or from one sec= up to the next. An export has at least one.
struct AixSection {
  FlavourSet flavours = {Flavour::kSys};
  Span span;
  bool read_only = false;  // `ro` without a list
  std::optional<AixList> access;
  std::optional<AixList> ro;
  std::optional<AixList> rw;
  std::optional<AixList> root;
};

struct AixExport {
  Token path;  // as written, not normalised
  Span span;   // path and options, without the comment
  std::vector<AixSection> sections;
  std::optional<std::int64_t> anon;  // -1: unlisted root is refused; unset: -2 (nobody)
  Token anon_text;
  VersionSet versions = {2, 3};
  Token versions_text;  // vers= as written
  Token exname;
  Token replicas;
  bool secure = false;                   // old spelling of sec=dh
  std::vector<Token> words;              // the option words as written
  std::vector<AixSection> cut_off;       // options behind a blank, which are not read
  std::optional<std::uint32_t> lost_to;  // index of the problem because of which it is not exported
  std::optional<std::uint32_t> doubt;    // index of the first problem of which it is not documented
                                         // what it does to the entry
};

struct AixExports {
  std::vector<AixExport> exports;
  bool live = false;  // exportfs accepted every entry
};

}  // namespace nfsready
