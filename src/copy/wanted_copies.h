// Which trees of a site are copies of which: from the plans of its nodes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/address.h"
#include "model/site.h"
#include "plan/mount.h"

namespace nfsready {

struct TreePlace {
  std::string server;  // as people call it
  std::string path;
  std::vector<Address> addresses;    // of the server; empty: the site does not resolve it
  std::vector<std::uint32_t> plans;  // of nodes that mount it there, into the run's plans; rising
};

struct WantedCopy {
  Purpose purpose = Purpose::kSpot;
  TreePlace source;
  TreePlace copy;
  // Not compared: below etc/.client_data every service node has the files of its own nodes.
  bool without_client_data = false;
  // The tree is one etc/.client_data itself: what only the copy has comes from others.
  bool is_client_data = false;
  std::vector<std::string> own_suffixes;  // of it: the NIM names of the nodes whose files count
};

// In the place of a purpose, of an observation: no copy, but the etc/.client_data of two service
// nodes whose files are merged on one server; only names that both have are compared.
inline constexpr std::string_view kClaims = "claims";

// For every redirected node: its SPOT, its private root or its shared_root, and its paging
// directory, from its first service node to the server it mounts them from; the SPOTs and
// shared_roots of the service nodes side by side, against the first of them. In the order of
// purposes, servers and paths; each pair once.
[[nodiscard]] std::vector<WantedCopy> wanted_copies(const Site& site,
                                                    const std::vector<NodePlan>& plans);

// The etc/.client_data that are merged on one server: those of `wanted` whose sources they are,
// into it; several each.
[[nodiscard]] std::vector<std::vector<std::size_t>> merged_client_data(
    const std::vector<WantedCopy>& wanted);

}  // namespace nfsready
