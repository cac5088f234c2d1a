// The files that tell a node what to mount: which copy it reads, and what is in it.
#pragma once

#include <string_view>
#include <vector>

#include "model/site.h"
#include "parse/niminfo.h"

namespace nfsready {

// The niminfo file that a server offers to a node: named after its address, or after its name
// (NIM's own way). Null when none was collected.
[[nodiscard]] const Collected<Niminfo>* niminfo_of(const Server& server, const Node& node);

// The node's own etc files on one server: below its private root at `root_path`, or in the
// .client_data of the shared_root at `root_path`. Null when none was collected.
[[nodiscard]] const NodeEtc* etc_of(const Server& server, const Node& node,
                                    std::string_view root_path);

// The shared root on a service node whose .client_data and generated tables the node reads: the one
// that its niminfo file mounts from there, when something of it was collected; else where NIM has
// it. Empty when neither is known.
[[nodiscard]] std::string_view shared_root_read(const Site& site, const Node& node,
                                                const Server& server);

// The stanza of one mount point ("/" or "/usr") in a filesystems file, or null.
[[nodiscard]] const Stanza* filesystem_of(const CollectedStanzas& filesystems,
                                          std::string_view mount_point);

// The name by which the boot scripts look for a node's lines: NIM_HOSTNAME up to its first dot.
[[nodiscard]] std::string_view boot_name_of(const Server* server, const Node& node);

}  // namespace nfsready
