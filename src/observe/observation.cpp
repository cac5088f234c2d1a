#include "observe/observation.h"

#include <algorithm>
#include <utility>

#include "base/append.h"

namespace nfsready {

bool takes_auth_sys(const MountObservation& seen) {
  constexpr std::uint32_t kAuthSys = 1;  // RFC 5531, section 8.2
  return seen.flavours.empty() ||
         std::find(seen.flavours.begin(), seen.flavours.end(), kAuthSys) != seen.flavours.end();
}

void merge(Observations from, Observations& to) {
  append(std::move(from.names), to.names);
  append(std::move(from.servers), to.servers);
  append(std::move(from.mounts), to.mounts);
  append(std::move(from.copies), to.copies);
  append(std::move(from.parts), to.parts);
}

}  // namespace nfsready
