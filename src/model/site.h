// The site: what a snapshot says about a cluster, parsed, named and joined. Plain data; building it
// is build_site's business, judging it the checks'.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/problem.h"
#include "base/source.h"
#include "base/text_pool.h"
#include "model/names.h"
#include "model/server.h"
#include "model/value.h"
#include "parse/tabdump.h"

namespace nfsready {

inline constexpr std::uint32_t kNoIndex = UINT32_MAX;

// How a node gets its root. The image's nimimage row decides; statelite is shared_root with rows in
// the statelite tables.
enum class NodeKind : std::uint8_t { kStateless, kSharedRoot, kStatelite, kUnknown };

[[nodiscard]] constexpr std::string_view word(NodeKind kind) {
  switch (kind) {
    case NodeKind::kStateless:
      return "stateless";
    case NodeKind::kSharedRoot:
      return "shared_root";
    case NodeKind::kStatelite:
      return "statelite";
    default:
      return "unknown";
  }
}

struct Image {
  std::string_view name;
  Span where;             // its nimimage row
  bool in_lsdef = false;  // an lsdef stanza says its attributes
  Value nimtype;          // diskless, dataless, standalone
  Value spot;             // resource names, as of lsnim
  Value root;
  Value shared_root;
  Value paging;
  Value tmp;
  Value home;
  Value shared_home;
  Value dump;
  Value resolv_conf;
  Value groups;  // osimage.groups
};

// A persistent area or a tree of a statelite node, as the database says it.
struct LiteMount {
  std::string_view text;  // statemnt or directory, after inheritance, before substitution
  Span where;
  std::string_view server;     // after substitution; empty when there is none
  std::string_view directory;  // likewise
  std::string_view mount_options;
  Span options_where;
  std::string_view priority;                // litetree only
  std::vector<std::string_view> undefined;  // variables without a value
  std::string_view unknown_table;           // named by a variable; the result is then empty
  std::string_view undecidable;             // why the value cannot be worked out from files
};

struct Litefile {
  std::string_view path;
  std::string_view option;
  Span where;
  Span option_where;
};

struct Node {
  std::string_view name;
  Span where;             // its nodelist row or stanza
  bool in_lsdef = false;  // an lsdef stanza says its attributes, inheritance included
  std::vector<std::string_view> groups;
  Value nfsserver;
  Value xcatmaster;
  Value servicenode;  // comma list
  Value provmethod;
  Value profile;
  std::uint32_t image = kNoIndex;  // into Site::images
  NodeKind kind = NodeKind::kUnknown;
  bool diskless = false;                     // boots over NFS, as far as the tables tell
  std::vector<std::uint32_t> service_nodes;  // into Site::servers; the first one boots the node
  std::vector<std::string_view> missing_service_nodes;  // named, but not in the snapshot
  std::vector<NameAnswer> addresses;  // of the boot interface; the first one is used
  std::string_view nim_name;
  bool nfsserver_seen = true;         // by mkdsklsnode, which asks by the name up to its first dot
  bool redirected = false;            // mkdsklsnode points its mounts at nfsserver
  std::uint32_t external = kNoIndex;  // the server behind nfsserver, when redirected and collected
  std::optional<LiteMount> persistent;
  std::vector<LiteMount> trees;     // in rising priority
  std::vector<Litefile> litefiles;  // by path
};

// A file of the snapshot that could not be used.
struct Gap {
  enum class Kind : std::uint8_t { kUnreadable, kUnrecognised };
  Kind kind = Kind::kUnreadable;
  std::string path;    // relative to the snapshot
  std::string reason;  // why it could not be read
  Span where;          // the file as a whole
};

// A file that its server serves now, and what had been collected of it.
struct ReplacedFile {
  std::string_view server;
  std::string_view host_path;
  Span where;                                // the served file as a whole
  std::shared_ptr<const std::string> older;  // the collected text
};

// Names that belong to no server: etc/hosts and etc/netgroup at the top of a snapshot.
struct SharedNames {
  std::optional<CollectedHosts> hosts;
  std::vector<Netgroup> netgroups;
  Netgroups netgroups_by_name;
};

struct Site {
  std::string name;
  std::string folder;  // stands before every path of the snapshot as it is shown; may be empty
  const Sources* sources = nullptr;

  std::unordered_map<std::string_view, const XcatTable*> tables;
  std::deque<XcatTable> table_storage;
  // Of all files that are no exports sources; and of exports sources, what no text should hold.
  Problems problems;

  std::vector<Node> nodes;  // every node of nodelist, in natural order of names
  std::unordered_map<std::string_view, std::uint32_t> node_index;
  std::unordered_map<std::string_view, std::vector<std::uint32_t>> group_members;
  std::vector<Image> images;
  std::unordered_map<std::string_view, std::uint32_t> image_index;
  std::vector<Server> servers;  // by name
  std::uint32_t management_node = kNoIndex;

  SharedNames shared_names;
  std::unique_ptr<Names> names;  // as the site as a whole resolves
  std::vector<Gap> gaps;
  std::vector<ReplacedFile> replaced;  // by path in the snapshot
  bool nfs_v4 = false;                 // site.useNFSv4onAIX
  std::string_view postscripts;        // <installdir>/postscripts

  TextPool texts;  // text that exists nowhere in the files: expanded patterns, joined paths

  [[nodiscard]] const XcatTable* table(std::string_view table_name) const;
  // The path of a file in the snapshot. A file from elsewhere keeps its name.
  [[nodiscard]] std::string_view path_of(SourceId file) const;
  // A key of the site table; empty when it is not there.
  [[nodiscard]] Value site_key(std::string_view key) const;
  // The value of a site key, or what xCAT takes when it is not set.
  [[nodiscard]] std::string_view site_key_or(std::string_view key,
                                             std::string_view otherwise) const;

  // The server that a name or an address means, as `names` resolves it: by folder name, then by
  // address. kNoIndex when it is not in the snapshot.
  [[nodiscard]] std::uint32_t server_named(std::string_view name, const Names& by) const;
  // All heads of a server, itself first.
  [[nodiscard]] std::vector<std::uint32_t> heads_of(std::uint32_t server) const;

  std::unordered_map<std::string, std::uint32_t> server_by_name;  // lower case, all aliases
  std::unordered_map<Address, std::uint32_t> server_by_address;
};

}  // namespace nfsready
