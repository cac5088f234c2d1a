#include "checks/common/seen_squash.h"

#include "base/text.h"
#include "checks/common/seen_faults.h"
#include "observe/nfs_status.h"

namespace nfsready::checks {

namespace {

constexpr std::uint32_t kMayRead = 0x01;    // ACCESS3_READ
constexpr std::uint32_t kMayLookUp = 0x02;  // ACCESS3_LOOKUP

bool is_denied(const CallEnd& end) { return is_status(end, nfs_status::kAccessDenied); }

// The first call that was denied an access right; empty when there is none.
std::string denied_call(const MountObservation& seen) {
  if (is_denied(seen.listing)) return told("READDIRPLUS " + printable(seen.path), seen.listing);
  for (const NameSeen& name : seen.names) {
    if (is_denied(name.end)) return told("LOOKUP " + printable(name.name), name.end);
  }
  for (const FileSeen& file : seen.files) {
    if (is_denied(file.end)) return told("READ " + printable(file.name), file.end);
  }
  for (const HolesSeen& file : seen.holes) {
    if (is_denied(file.end)) return told("READ " + printable(file.name), file.end);
  }
  if (seen.write && is_denied(seen.write->create)) {
    return told("CREATE in " + written_directory(seen), seen.write->create);
  }
  return {};
}

std::optional<SquashSeen> squash_in(const MountObservation& seen) {
  if (!seen.getattr.ok() || !takes_auth_sys(seen)) return std::nullopt;
  if (seen.write && seen.write->create.ok() && seen.write->attributes) {
    const std::uint32_t owner = seen.write->attributes->uid;
    if (owner == 0) return std::nullopt;
    return SquashSeen{owner, "a file that uid 0 created belongs to uid " + std::to_string(owner)};
  }
  std::string call = denied_call(seen);
  if (!call.empty()) return SquashSeen{std::nullopt, std::move(call)};
  const std::uint32_t needed = kMayRead | kMayLookUp;
  const bool is_directory = seen.root && seen.root->type == kTypeDirectory;
  if (is_directory && seen.access.ok() && (seen.access_bits & needed) != needed) {
    return SquashSeen{std::nullopt,
                      "ACCESS lets uid 0 neither list nor look into " + printable(seen.path)};
  }
  return std::nullopt;
}

}  // namespace

SeenSquashes::SeenSquashes(const Context& context) {
  for (const MountObservation& seen : context.observations().mounts) {
    if (auto squash = squash_in(seen)) squashes_.emplace(&seen, std::move(*squash));
  }
}

const SquashSeen* SeenSquashes::of(const MountObservation& seen) const {
  const auto found = squashes_.find(&seen);
  return found == squashes_.end() ? nullptr : &found->second;
}

bool is_squashed(const Context& context, const SeenMount& mount) {
  return mount.judged.mount->needs.root && context.shared<SeenSquashes>().of(mount.seen) != nullptr;
}

}  // namespace nfsready::checks
