#include "observe/network_namespace.h"

#include <fcntl.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace nfsready {

Result<Descriptor> open_network_namespace(const std::string& name) {
  if (name.empty() || name.find('/') != std::string::npos) {
    return Error{"'" + name + "' is no name of a network namespace", {}};
  }
  Descriptor opened(open(("/run/netns/" + name).c_str(), O_RDONLY | O_CLOEXEC));
  if (!opened.is_open()) {
    return Error{"no network namespace '" + name + "': " + std::generic_category().message(errno) +
                     " (see 'ip netns list')",
                 {}};
  }
  return opened;
}

}  // namespace nfsready
