// The files that tell what a node mounts when it boots: where each lies in a snapshot, and whether
// it was collected.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "engine/context.h"

namespace nfsready::checks {

enum class BootFileKind : std::uint8_t {
  kNimListing,  // lsnim -l of the service node
  kNiminfo,
  kFilesystems,
  kHosts,
  kSwapspaces,
  kStateliteTable,
  kLitefileTable,
  kLitetreeTable,
};

// Whether the verdict of a node rests on a file, or the file only serves to compare others with.
enum class Weight : std::uint8_t { kVerdict, kDetail };

struct BootFile {
  BootFileKind kind = BootFileKind::kNiminfo;
  const Server* server = nullptr;    // on which it lies
  std::string_view root;             // private root, or shared root, that holds it; else empty
  SourceId file = kNoSource;         // kNoSource: not collected
  Weight weight = Weight::kVerdict;  // when there may be no such file
  Weight weight_if_there = Weight::kVerdict;  // when there is one
};

// The boot files of a planned node on its service node and on its external server.
//
// A private root is read where it is mounted from: its copy on the service node decides nothing
// once the niminfo file names another server. Of a shared_root's .client_data either copy may be
// read, so both decide. The generated tables are read from the service node's shared root. A file
// that the tables do not ask for (litetree.table without a litetree row) is left out. Files below a
// root whose place is not known are left out too.
[[nodiscard]] std::vector<BootFile> boot_files(const Context& context, const NodePlan& plan);

// "servers/sn1/tftpboot/10.1.1.1.info": its place in the snapshot.
[[nodiscard]] std::string snapshot_path(const Context& context, const Node& node,
                                        const BootFile& file);
// The same with "*" for what differs from node to node.
[[nodiscard]] std::string snapshot_pattern(const Context& context, const Node& node,
                                           const BootFile& file);

// What is not known while the file is missing, for people: follows "it would tell".
[[nodiscard]] std::string_view what_it_tells(BootFileKind kind);

}  // namespace nfsready::checks
