// What is to be mended so that the mounts of one finding work, as the remedies need it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/common/faults.h"
#include "checks/common/handle_ids.h"
#include "engine/context.h"
#include "engine/sink.h"

namespace nfsready::checks {

// One entry of the server, and the nodes that meet it.
struct RepairEntry {
  Span entry;  // the export; not set when there is none
  Span rule;   // what decided; as entry when nothing matched
  std::vector<const Node*> nodes;
};

// Another head of the server that fails the mounts in the same way.
struct RepairHead {
  const Server* server = nullptr;
  Span place;  // the rule or entry there; may be unset
};

struct Repair {
  const Server* server = nullptr;
  std::string path;     // the first one, as it is asked for
  std::string pattern;  // the same, with the node's own name as "<node>" when there are several
  bool one_path = true;
  Needs needs;                          // of all the mounts together
  std::vector<const Node*> nodes;       // each once, in the order of the run
  std::vector<RepairEntry> entries;     // in the order in which they are met
  std::vector<RepairHead> other_heads;  // by the first mount
};

// Of mounts of one server; never none. Other heads are looked at for that fault.
[[nodiscard]] Repair repair_of(const Context& context,
                               const std::vector<const JudgedMount*>& mounts,
                               std::optional<Fault> fault);

// The other heads of the mount's server that give it what `fails` is true of.
[[nodiscard]] std::vector<RepairHead> other_heads_where(
    const Context& context, const JudgedMount& judged,
    const std::function<bool(const Grant&)>& fails);

// The planned nodes that meet an entry, in the order of the run.
[[nodiscard]] std::vector<const Node*> nodes_of_entry(const Context& context, const Span& entry);

// Those that an entry is there for: the nodes that meet it or, when there are none, all that mount
// something from the server or from another head of it. Empty when no node is known.
[[nodiscard]] std::vector<const Node*> nodes_to_admit(const Context& context, const Server& server,
                                                      const Span& entry);

// Adds the places on the other heads to a finding.
void add_other_heads(const Repair& repair, Draft& draft);

// "; likewise on nas-b": every head needs an export of its own. One above it, with another fsid,
// serves the mount as well, but the file handles are others.
[[nodiscard]] std::string on_heads_without(const std::vector<Repair>& repairs, const HeadIds& ids);

// "/etc/exports:8", for a place in a file of a server; as Context::where for other files. For what
// a program of the server printed: "/etc/exports".
[[nodiscard]] std::string place_on_server(const Context& context, const Server& server,
                                          const Span& place);

// Whether a place is in a file that somebody edits on the server.
[[nodiscard]] bool is_editable(const Server& server, const Span& place);

}  // namespace nfsready::checks
