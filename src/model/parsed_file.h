// One file of a snapshot after its reader.
#pragma once

#include <memory>
#include <string_view>
#include <variant>
#include <vector>

#include "base/problem.h"
#include "parse/generated_table.h"
#include "parse/hosts.h"
#include "parse/netgroup.h"
#include "parse/nfs_conf.h"
#include "parse/nim_locations.h"
#include "parse/niminfo.h"
#include "parse/server_tree.h"
#include "parse/stanza.h"
#include "snapshot/snapshot.h"

namespace nfsready {

// Mount points of a server, from /proc/mounts.
struct MountPoints {
  std::vector<Token> paths;
};

using ParsedContent =
    std::variant<std::monostate, std::shared_ptr<const HostsTable>, std::vector<Netgroup>, NfsConf,
                 std::vector<Stanza>, std::vector<NimLocation>, Niminfo, std::vector<GeneratedLine>,
                 MountPoints, std::vector<SymbolicLink>>;

struct ParsedFile {
  ParsedContent content;  // monostate: not read, or read elsewhere (exports, xCAT tables)
  Problems problems;      // of its text, whatever its role, and of its format
};

// Reads every file of the snapshot that has a reader of its own, on all cores; the result has one
// entry per file. Hosts files of equal content share one table.
[[nodiscard]] std::vector<ParsedFile> parse_files(const Snapshot& snapshot);

}  // namespace nfsready
