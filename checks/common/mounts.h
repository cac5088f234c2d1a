// Findings about mounts: one cause for all nodes that meet the same fault in the same place.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/context.h"
#include "engine/sink.h"

namespace nfsready::checks {

// The path with the component that is the node's own name as "<node>": private roots and paging
// directories of many nodes are then one cause.
[[nodiscard]] std::string path_pattern(const Node& node, std::string_view path);

// The server as people call it: the snapshot's name, else as the node is told.
[[nodiscard]] std::string_view server_name(const Context& context, const Mount& mount);

// The server of a mount; null when it is not in the snapshot.
[[nodiscard]] const Server* server_of(const Context& context, const Mount& mount);

// The draft for a fault of this mount: one per server and path pattern, and per `variant` of the
// fault. The mount is added to it; the caller fills in the rest when it is fresh.
Draft& add_mount(const Context& context, const JudgedMount& judged, std::string_view variant,
                 Sink& sink);

// The drafts of a check about mounts, with all mounts of each: what to do is told when all of them
// are known.
class MountCauses {
 public:
  MountCauses(const Context& context, Sink& sink) : context_(context), sink_(sink) {}

  // As add_mount. The draft is valid until the next one is made.
  Draft& add(const JudgedMount& judged, std::string_view variant);
  // For a draft of this sink that the caller has made.
  void remember(const JudgedMount& judged, const Draft& draft);

  void finish(
      const std::function<void(const std::vector<const JudgedMount*>& mounts, Draft& draft)>& tell);

 private:
  const Context& context_;
  Sink& sink_;
  std::vector<std::vector<const JudgedMount*>> mounts_;  // as Sink::drafts
};

// "line" of the place of a grant's rule, as evidence; empty when nothing matched.
[[nodiscard]] std::string rule_line(const Context& context, const Grant& grant);

// "spot", "root" ... as a noun: "its root", "the SPOT", for messages.
[[nodiscard]] std::string_view noun(Purpose purpose);

}  // namespace nfsready::checks
