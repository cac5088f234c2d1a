#include "observe/network_namespace.h"

#include <fcntl.h>
#include <sched.h>

#include <cerrno>
#include <system_error>
#include <thread>
#include <utility>

namespace nfsready {

namespace {

constexpr const char* kOwn = "/proc/thread-self/ns/net";

std::string words(int error) { return std::generic_category().message(error); }

}  // namespace

Result<Descriptor> open_network_namespace(const std::string& name) {
  if (name.empty() || name.find('/') != std::string::npos) {
    return Error{"'" + name + "' is no name of a network namespace", {}};
  }
  Descriptor opened(open(("/run/netns/" + name).c_str(), O_RDONLY | O_CLOEXEC));
  if (!opened.is_open()) {
    return Error{"no network namespace '" + name + "': " + words(errno) + " (see 'ip netns list')",
                 {}};
  }
  return opened;
}

Result<Descriptor> make_network_namespace() {
  Descriptor made;
  int error = 0;
  // In a thread of its own: leaving a namespace needs a second one to go to.
  std::thread([&] {
    if (unshare(CLONE_NEWNET) == 0) made = Descriptor(open(kOwn, O_RDONLY | O_CLOEXEC));
    if (!made.is_open()) error = errno;
  }).join();
  if (made.is_open()) return made;
  return Error{"cannot make a network namespace: " + words(error) +
                   (error == EPERM ? " (this needs root)" : ""),
               {}};
}

NamespaceVisit::NamespaceVisit(int descriptor) {
  if (descriptor < 0) return;
  home_ = Descriptor(open(kOwn, O_RDONLY | O_CLOEXEC));
  entered_ = home_.is_open() && setns(descriptor, CLONE_NEWNET) == 0;
  if (!entered_) error_ = errno;
}

NamespaceVisit::~NamespaceVisit() {
  if (entered_) setns(home_.get(), CLONE_NEWNET);
}

}  // namespace nfsready
