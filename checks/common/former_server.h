// Boot files that name a server which nfsserver no longer means: what NR324 tells, and what other
// checks of nfsserver leave to it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "checks/common/boot_edits.h"

namespace nfsready::checks {

struct FormerServer {
  std::string_view host;  // empty: there is none
  std::vector<Span> places;
};

// Whether any node of the site that boots over NFS is redirected.
[[nodiscard]] bool site_redirects(const Site& site);

// What the boot files of a node on one of its service nodes name instead of what nfsserver means.
// Nothing where nfsserver is not set and other nodes are redirected (NR301), or where it does not
// resolve (NR302).
[[nodiscard]] FormerServer former_server(BootEdits& edits, const Node& node,
                                         std::uint32_t service_node, bool others_are_redirected);

}  // namespace nfsready::checks
