// The niminfo file of a node, `<tftpdir>/<address>.info`: shell text with `export NAME=value`.
#pragma once

#include <string_view>
#include <vector>

#include "base/address.h"
#include "base/problem.h"
#include "base/source.h"

namespace nfsready {

struct NiminfoVariable {
  Token name;
  Token value;  // without surrounding quotes; empty when the file may be cut inside it
};

// One blank-separated item of NIM_HOSTS: ip:name[:alias].
struct NimHost {
  Span span;
  std::vector<Address> addresses;  // more than one: two items run together
  std::vector<Token> names;
};

// "server:path" of SPOT and ROOT; split at the last colon, as mkdsklsnode does.
struct NimMount {
  Token server;
  Token path;
};

struct Niminfo {
  std::vector<NiminfoVariable> variables;  // a repeated name: the first one is what xCAT edits
  std::vector<NimHost> hosts;

  // The first variable of that name, or null.
  [[nodiscard]] const NiminfoVariable* find(std::string_view name) const;
  // SPOT or ROOT as server and path; both empty when the variable is missing or has no colon.
  [[nodiscard]] NimMount mount(std::string_view name) const;
};

[[nodiscard]] Niminfo parse_niminfo(const SourceFile& file, Problems& problems);

}  // namespace nfsready
