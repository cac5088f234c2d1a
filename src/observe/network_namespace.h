// Network namespaces (network_namespaces(7)): those that others made (ip-netns(8)), and our own.
#pragma once

#include <string>

#include "base/result.h"
#include "observe/descriptor.h"

namespace nfsready {

// A descriptor of the namespace that `ip netns` calls `name`. The error says why there is none.
[[nodiscard]] Result<Descriptor> open_network_namespace(const std::string& name);

// A new namespace without a name. It ends with its last descriptor and socket, so also when the
// program is killed. The error says what was missing.
[[nodiscard]] Result<Descriptor> make_network_namespace();

// What the thread opens while this lives, it opens in another namespace: sockets stay there, the
// thread does not.
class NamespaceVisit {
 public:
  // -1: stays where it is.
  explicit NamespaceVisit(int descriptor);
  ~NamespaceVisit();
  NamespaceVisit(const NamespaceVisit&) = delete;
  NamespaceVisit& operator=(const NamespaceVisit&) = delete;

  // The errno of entering; 0: the thread is there.
  [[nodiscard]] int error() const { return error_; }

 private:
  Descriptor home_;
  bool entered_ = false;
  int error_ = 0;
};

}  // namespace nfsready
