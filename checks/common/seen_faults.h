// Findings about mounts that were tried: one cause for all nodes, heads and vantages that meet it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "checks/common/observed.h"
#include "engine/sink.h"

namespace nfsready::checks {

// What one vantage met at a mount.
struct SeenFault {
  std::string variant;  // with the server and the path's pattern: what makes it one cause
  Effect effect = Effect::kNone;
  Certainty certainty = Certainty::kCertain;
  bool depends_on_caller = true;           // another caller may get another answer
  Severity severity = Severity::kWarning;  // of a fault that does not surely stop a node
  std::string file_system = {};            // unless empty: one cause for all paths of it
};

// Reports what `find` finds. What depends on the caller is only likely for a node when another host
// met it, and not told so of mounts that a node met it at itself. `describe` fills in the message,
// evidence and remedy of a fresh draft; the line that makes the node mount is a place already.
void tell_seen_faults(const Context& context, Sink& sink,
                      const std::function<std::optional<SeenFault>(const SeenMount& mount)>& find,
                      const std::function<void(const SeenMount& mount, const SeenFault& fault,
                                               Draft& draft)>& describe);

// What follows a message when another host asked in the nodes' place; else nothing.
[[nodiscard]] std::string asked_by(const SeenMount& mount, const SeenFault& fault);

// "10.1.0.50 (nas) told node elm01 (10.1.3.1)": the start of an evidence line.
[[nodiscard]] std::string source_of(const MountObservation& seen);

// The file system of a mount as its server's callers can tell it: exports of one have identities of
// their own, but the same size.
[[nodiscard]] std::string file_system_of(const MountObservation& seen);

// The directory in which a file of our own was made, for people.
[[nodiscard]] std::string written_directory(const MountObservation& seen);

// Whether a call was answered with an error of the protocol, or refused as a call.
[[nodiscard]] bool is_error(const CallEnd& end);

}  // namespace nfsready::checks
