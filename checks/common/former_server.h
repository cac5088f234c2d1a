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

// Whether NR324 tells of a node that what it boots with is of a time before nfsserver was changed:
// what else does not fit the new nfsserver is no cause of its own. One per run of a check.
class FormerServers {
 public:
  explicit FormerServers(const Context& context)
      : edits_(context), others_are_redirected_(site_redirects(context.site())) {}

  // The server that the files name which the node boots with; empty when there is none.
  [[nodiscard]] std::string_view of(const Node& node);

 private:
  BootEdits edits_;
  bool others_are_redirected_;
};

}  // namespace nfsready::checks
