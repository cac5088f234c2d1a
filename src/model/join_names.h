// Who is called how: the names of the site, of every server, and which server a name means.
#pragma once

#include "model/names.h"
#include "model/site.h"

namespace nfsready {

// Gives the site and each of its servers their Names, finds the management node, and fills the
// directory of server names and addresses. A server asks its own hosts file first, then the site's:
// etc/hosts of the snapshot, the management node's hosts file, the xCAT hosts table.
void join_names(const SystemResolver* system, Site& site);

}  // namespace nfsready
