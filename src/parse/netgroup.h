// /etc/netgroup: netgroup(5).
#pragma once

#include <vector>

#include "base/problem.h"
#include "base/source.h"

namespace nfsready {

// A member is either another netgroup, or a triple of which NFS looks at the host only.
struct NetgroupMember {
  bool is_group = false;
  Token text;  // the group's name, or the whole triple
  Token host;  // of a triple; empty: every host; "-": no host
};

struct Netgroup {
  Token name;
  std::vector<NetgroupMember> members;
};

// Follows glibc (nss_files): a backslash before a line end continues the line, a name starts its
// line, '#' starts a comment only there, and each field of a triple runs to its own delimiter, so a
// triple that is not closed takes in what follows. A second line of a name is kept, and a problem:
// lookups find the first.
[[nodiscard]] std::vector<Netgroup> parse_netgroup(const SourceFile& file, Problems& problems);

}  // namespace nfsready
