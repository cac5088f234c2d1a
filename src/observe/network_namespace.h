// Network namespaces that others made (ip-netns(8)).
#pragma once

#include <string>

#include "base/result.h"
#include "observe/tcp_socket.h"

namespace nfsready {

// A descriptor of the namespace that `ip netns` calls `name`. The error says why there is none.
[[nodiscard]] Result<Descriptor> open_network_namespace(const std::string& name);

}  // namespace nfsready
