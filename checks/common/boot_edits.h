// What mkdsklsnode edits in the boot files of a redirected node, and what the files show of it.
//
// On every service node of the node it edits, in this order: the niminfo file (private roots only),
// the node's hosts file, the node's filesystems file; the first failure skips the rest (xCAT
// aixinstall.pm, mkdsklsnode). The external server gets the files by copy. One cause is told once:
// the functions here decide which check tells it.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/context.h"
#include "engine/sink.h"
#include "model/redirection.h"

namespace nfsready::checks {

// Where a boot file sends a node.
enum class Target : std::uint8_t {
  kNone,         // it names no server
  kMeant,        // the server that nfsserver means, or a head of it
  kServiceNode,  // a service node, or the management node
  kOther,        // any other server: one that was meant before
};

// How far a file is edited.
enum class Edit : std::uint8_t {
  kUnread,  // not collected, or it tells nothing
  kDone,
  kMissed,  // it names a service node, or lacks the server
  kFormer,  // it names another server
};

// The boot files of one node as one of its service nodes made them.
struct BootFiles {
  std::uint32_t service_node = kNoIndex;
  const Redirection* redirection = nullptr;
  const Collected<Niminfo>* niminfo = nullptr;
  std::string root;                 // of the node, or its shared root; empty when not known
  const NodeEtc* source = nullptr;  // the node's etc files on the service node
  const NodeEtc* copy = nullptr;    // and their copy on the external server, if it is one
};

// The stanza of `/` or `/usr` in a filesystems file; any part may be missing.
struct MountStanza {
  std::string_view mount_point;
  const Stanza* stanza = nullptr;
  const Attribute* nodename = nullptr;
  const Attribute* dev = nullptr;
};
[[nodiscard]] std::vector<MountStanza> mount_stanzas(const CollectedStanzas& filesystems);

// The place of a stanza's server: nodename, else the header, else the start of the file.
[[nodiscard]] Span place_of(const CollectedStanzas& filesystems, const MountStanza& stanza);

[[nodiscard]] bool holds(const std::vector<NameAnswer>& answers, const Address& address);

// What happens to a node that takes a wrong address for a server.
struct Harm {
  Effect effect = Effect::kNoBoot;
  Certainty certainty = Certainty::kLikely;  // nobody knows what answers there
};

// The first line of a hosts file with a name: the one that resolves it.
struct HostsLine {
  Address address;
  Span where;
};

// All edits of one node on one service node.
struct EditStates {
  Edit niminfo = Edit::kUnread;
  Edit hosts = Edit::kUnread;
  Edit filesystems = Edit::kUnread;
  bool uneditable = false;  // the filesystems file is missed, and its lines forbid the edit
};

// What is asked of many nodes is worked out once. One per run of a check; not safe from several
// threads.
class BootEdits {
 public:
  explicit BootEdits(const Context& context);

  [[nodiscard]] const Redirection& redirection(const Node& node, std::uint32_t service_node);

  // The files of a node that mkdsklsnode redirects on that service node; nothing for any other.
  [[nodiscard]] std::optional<BootFiles> redirected(const Node& node, std::uint32_t service_node);
  // The files of any node, redirected or not.
  [[nodiscard]] BootFiles files(const Node& node, std::uint32_t service_node);

  [[nodiscard]] Target target(const Node& node, std::uint32_t service_node, std::string_view host);
  // When `meant` (into Site::servers, or kNoIndex) is looked for at that address.
  [[nodiscard]] Harm harm_of(std::uint32_t meant, const Address& address) const;

  [[nodiscard]] bool is_service_node(std::uint32_t server) const { return service_nodes_[server]; }

  // SPOT and ROOT of the niminfo file.
  [[nodiscard]] Edit niminfo_edit(const Node& node, const BootFiles& files);
  [[nodiscard]] Edit filesystems_edit(const Node& node, std::uint32_t service_node,
                                      const NodeEtc* etc);
  // Whether the node's hosts file has the names by which its filesystems file mounts from the
  // external server. The address is not looked at.
  [[nodiscard]] Edit hosts_edit(const Node& node, const BootFiles& files, const NodeEtc* etc);
  // Those names; the one that mkdsklsnode writes when there is no filesystems file.
  [[nodiscard]] std::vector<std::string_view> names_mounted(const Node& node,
                                                            const BootFiles& files,
                                                            const NodeEtc* etc);

  [[nodiscard]] EditStates states(const Node& node, const BootFiles& files);

  [[nodiscard]] std::optional<HostsLine> line_of(const CollectedHosts& hosts,
                                                 std::string_view name);

 private:
  [[nodiscard]] bool has_uneditable_stanza(const Node& node, const BootFiles& files);

  struct Question {
    std::string_view nfsserver;
    std::string_view host;
    std::uint32_t service_node;
    friend bool operator==(const Question&, const Question&) = default;
  };
  struct HashQuestion {
    std::size_t operator()(const Question& question) const;
  };
  struct NameInTable {
    const HostsTable* table;
    std::string_view name;
    friend bool operator==(const NameInTable&, const NameInTable&) = default;
  };
  struct HashNameInTable {
    std::size_t operator()(const NameInTable& asked) const;
  };

  [[nodiscard]] Target find_target(const Redirection& meant, std::uint32_t service_node,
                                   std::string_view host) const;

  const Context& context_;
  std::vector<bool> service_nodes_;  // by server; the management node too
  std::unordered_map<Question, Redirection, HashQuestion> redirections_;
  std::unordered_map<Question, Target, HashQuestion> targets_;
  std::unordered_map<NameInTable, const HostsEntry*, HashNameInTable> lines_;
};

// A redirected node on one of its service nodes.
struct RedirectedNode {
  const NodePlan* plan = nullptr;
  BootFiles files;
  EditStates states;
};

// All of a run, in the order of the plans; for Context::shared().
class RedirectedNodes {
 public:
  explicit RedirectedNodes(const Context& context);

  [[nodiscard]] auto begin() const { return nodes_.begin(); }
  [[nodiscard]] auto end() const { return nodes_.end(); }

 private:
  std::deque<BootEdits> edits_;  // own what the files point to
  std::vector<RedirectedNode> nodes_;
};

// What a file and its copy show together: missed only when neither of them is right; a difference
// between the two is NR309's.
[[nodiscard]] Edit edit_of_both(Edit source, Edit copy);

// Which check tells of edits that are missing: one run of mkdsklsnode that left several files
// alone is one cause.
enum class MissedEdit : std::uint8_t {
  kNone,
  kNiminfo,      // NR304; the other files may be unedited too
  kHosts,        // NR306
  kFilesystems,  // NR307; the hosts file may be unedited too
  kHalf,         // NR317: the niminfo file is edited, what comes after it is not
};
[[nodiscard]] MissedEdit missed_edit(const EditStates& states);

// Why mkdsklsnode cannot edit a stanza; empty when it can. It wants, after the header, nothing but
// white space up to an indented nodename, and white space on both sides of the '='.
[[nodiscard]] std::string why_not_edited(const Context& context, const MountStanza& stanza);
// Paths on the service node, for remedies; they hold the placeholder {node}. `file` is "hosts" or
// "filesystems".
[[nodiscard]] std::string etc_path(const Node& node, const BootFiles& files, std::string_view file);
[[nodiscard]] std::string niminfo_path(const Site& site, const Node& node);

// kNotRedirected for the service node that boots the node, kFailoverLoss for its backups.
[[nodiscard]] Effect effect_on(const Node& node, std::uint32_t service_node);

// Names the finding's server; "(several)" when the same cause is on more than one.
void add_server(std::string_view server, Draft& draft);

// The NIM resources of an image on one service node, removed and made again. mkdsklsnode copies to
// a service node only what NIM there does not have, and NIM removes nothing that is allocated (xCAT
// aixinstall.pm, doSNcopy2; rmnimimage(1)).
[[nodiscard]] std::string remedy_image_again(std::string_view service_node, std::string_view image);

}  // namespace nfsready::checks
