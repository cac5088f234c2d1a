#include "checks/common/contradictions.h"

#include <utility>

namespace nfsready::checks {

std::optional<Contradiction> contradiction_of(const Context& context, const SeenMount& mount) {
  const MountObservation& seen = mount.seen;
  const bool granted = seen.mnt.ok() && seen.getattr.ok();
  const bool refused = is_refusal(seen.mnt) && !seen.reserved_mnt.ok();
  if (!granted && !refused) return std::nullopt;
  Grant grant = promised(context, mount).now;
  if (granted) {
    if (grant.access != Access::kNone || !grant.certain) return std::nullopt;
    return Contradiction{true, std::move(grant)};
  }
  const bool allowed = grant.access == Access::kReadOnly || grant.access == Access::kReadWrite;
  if (!allowed || !grant.port_ok.value_or(false)) return std::nullopt;
  return Contradiction{false, std::move(grant)};
}

ContradictingAddresses::ContradictingAddresses(const Context& context) {
  for_each_seen_mount(context, [&](const SeenMount& mount) {
    if (has(mount.seen.address)) return;
    if (contradiction_of(context, mount)) addresses_.insert(mount.seen.address);
  });
}

}  // namespace nfsready::checks
