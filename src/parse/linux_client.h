// Client specifications of Linux exports.
#pragma once

#include "base/source.h"
#include "exports/linux.h"

namespace nfsready {

// The kind of a specification, as nfs-utils tells it from the text alone
// (support/export/client.c: client_gettype, init_subnetwork; support/export/hostname.c).
[[nodiscard]] LinuxClient read_linux_client(const Token& text);

}  // namespace nfsready
