// What was read of an NFS-Ganesha configuration, in short.
#pragma once

#include <string>

#include "exports/ganesha.h"

namespace nfsready::testing {

// Options that are set, each after a blank: " rw squash=none anon=0 sec=sys:krb5 port=reserved v34
// no-tcp".
[[nodiscard]] std::string dump(const GaneshaPermissions& permissions);

// One line per EXPORT: "1 /path pseudo=/p tag=t <options> {client, client <options>} lost", with
// one pair of braces per CLIENT block; clients are named with their kind: ip:, net:, wild:, name:.
[[nodiscard]] std::string dump(const GaneshaExports& exports);

}  // namespace nfsready::testing
