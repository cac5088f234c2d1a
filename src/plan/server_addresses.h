// The addresses at which a node's mount may be served.
#pragma once

#include <vector>

#include "base/address.h"
#include "model/site.h"
#include "plan/mount.h"

namespace nfsready {

// The addresses of the server of a mount as the site knows it, those of its other heads included;
// sorted. The server may be named by an address. Empty: the site does not resolve it.
[[nodiscard]] std::vector<Address> addresses_of(const Site& site, const Mount& mount);

}  // namespace nfsready
