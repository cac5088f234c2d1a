// Mounts of another path than the one at which NIM has the resource: what NR310 tells, and what
// the checks of grants leave to it.
#pragma once

#include <optional>
#include <string>

#include "checks/common/boot_edits.h"
#include "engine/context.h"
#include "plan/resources.h"

namespace nfsready::checks {

struct NimPath {
  ResourceLocation location;
  std::string expected;  // the node's own part of it
};

// One per run of a check; not safe from several threads.
class NimPaths {
 public:
  explicit NimPaths(const Context& context) : context_(context), edits_(context) {}

  // Where NIM on the node's service node has the SPOT, root or shared root that the node mounts
  // from another path. Nothing when the paths are the same, however written; when NIM does not
  // tell, or knows the node by another name than its niminfo file; and when only one of the node's
  // two filesystems files has the path (NR309).
  [[nodiscard]] std::optional<NimPath> other_than(const JudgedMount& judged);

 private:
  [[nodiscard]] bool is_told_by_both_files(const JudgedMount& judged);

  const Context& context_;
  BootEdits edits_;
};

}  // namespace nfsready::checks
