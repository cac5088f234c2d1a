// A host that exports, with everything that was collected from it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/address.h"
#include "base/source.h"
#include "exports/dialect.h"
#include "exports/table.h"
#include "model/file_tree.h"
#include "model/names.h"
#include "parse/generated_table.h"
#include "parse/hosts.h"
#include "parse/netgroup.h"
#include "parse/nfs_conf.h"
#include "parse/niminfo.h"
#include "parse/stanza.h"

namespace nfsready {

// A parsed file together with its place, so that a finding can point at the file as a whole.
template <typename Content>
struct Collected {
  SourceId file = kNoSource;
  Content content;

  [[nodiscard]] Span start() const { return Span{file, 0, 0}; }
};

using CollectedHosts = Collected<std::shared_ptr<const HostsTable>>;
using CollectedStanzas = Collected<std::vector<Stanza>>;
using CollectedTable = Collected<std::vector<GeneratedLine>>;

// What a node finds in its /etc: below its private root, or as its files of .client_data.
struct NodeEtc {
  std::optional<CollectedHosts> hosts;
  std::optional<CollectedStanzas> filesystems;
  std::optional<CollectedStanzas> swapspaces;  // private roots only
};

// The three tables in one directory: a SPOT's inst_root, or a shared_root.
struct GeneratedTables {
  std::optional<CollectedTable> statelite;
  std::optional<CollectedTable> litefile;
  std::optional<CollectedTable> litetree;
};

template <typename Content>
using ByPath = std::unordered_map<std::string_view, Content>;

struct Server {
  std::string_view name;  // of its folder in the snapshot
  ServerKind kind = ServerKind::kUnknown;
  std::vector<Address> addresses;      // of its name, as the site resolves it
  std::uint32_t head_of = UINT32_MAX;  // index of the server of which this is another head

  // Exports: what the files say, and what was in force when the snapshot was taken.
  std::optional<ExportsTable> exports;
  std::vector<ExportsTable> live;             // the one that tells most first
  std::vector<ExportsTable> ignored_exports;  // files of exports.d that exportfs does not read
  std::optional<Dialect> recognised;          // of the exports file, by its text alone

  std::optional<CollectedHosts> hosts;
  std::vector<Netgroup> netgroups;
  Netgroups netgroups_by_name;
  std::optional<Collected<NfsConf>> nfs_conf;
  FileTree tree;
  std::unique_ptr<Names> names;

  // NIM.
  std::optional<CollectedStanzas> nim;  // lsnim -l
  std::unordered_map<std::string_view, const Stanza*> nim_objects;
  std::unordered_map<std::string_view, Token> nim_locations;  // by resource, from either listing
  std::unordered_map<std::string_view, Collected<Niminfo>> niminfo;  // by file stem

  // Copies of image files, by the directory they lie in on this server.
  ByPath<NodeEtc> roots;                                 // "/install/nim/root/x/ns01"
  std::unordered_map<std::string, NodeEtc> client_data;  // "<shared_root>|<nim name>"
  ByPath<GeneratedTables> generated;                     // directory of the tables
  ByPath<Collected<std::string_view>> boot_scripts;      // SPOT -> text of rc.dd_boot
  std::vector<std::string_view> client_data_folders;     // shared_roots with .client_data

  [[nodiscard]] const Stanza* nim_object(std::string_view object) const;
  // The location of a NIM resource; empty when this server does not know it.
  [[nodiscard]] Token nim_location(std::string_view resource) const;
  [[nodiscard]] const NodeEtc* root(std::string_view path) const;
  [[nodiscard]] const NodeEtc* client_files(std::string_view shared_root,
                                            std::string_view nim_name) const;
  [[nodiscard]] const GeneratedTables* tables_in(std::string_view directory) const;
};

}  // namespace nfsready
