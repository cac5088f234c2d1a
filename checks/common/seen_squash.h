// Whether uid 0 is another user on the server, as its answers show.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

#include "checks/common/observed.h"

namespace nfsready::checks {

struct SquashSeen {
  std::optional<std::uint32_t> uid;  // who uid 0 is; unset: not root, but nobody tells who
  std::string evidence;              // the answer that shows it
};

// Root may look into, read and write everything of an export that is not read-only, so that a
// refusal of an access right, or a new file of another owner, tells that uid 0 is not root
// (knfsd, Ganesha and AIX alike). For Context::shared.
class SeenSquashes {
 public:
  explicit SeenSquashes(const Context& context);

  // Null when no answer shows it.
  [[nodiscard]] const SquashSeen* of(const MountObservation& seen) const;

 private:
  std::unordered_map<const MountObservation*, SquashSeen> squashes_;
};

// Whether squashing explains what is wrong with a mount that needs root: NR203 tells it of the
// files, NR604 of the answers.
[[nodiscard]] bool is_squashed(const Context& context, const SeenMount& mount);

}  // namespace nfsready::checks
