// Frames of one Ethernet link (packet(7)): only those of ARP and of Neighbour Discovery.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "observe/deadline.h"
#include "observe/descriptor.h"
#include "observe/neighbours.h"
#include "observe/network_interface.h"

namespace nfsready {

class LinkSocket {
 public:
  // On an interface of the calling thread's namespace. The error says what was missing.
  [[nodiscard]] static Result<LinkSocket> open(const NetworkInterface& interface);

  // False: the kernel did not take it.
  [[nodiscard]] bool send(const std::string& frame) const;

  // The next claim that comes in; nothing when the deadline passed.
  [[nodiscard]] std::optional<Claim> receive(const Deadline& deadline) const;

 private:
  LinkSocket(Descriptor socket, int index) : socket_(std::move(socket)), index_(index) {}

  Descriptor socket_;
  int index_;
};

}  // namespace nfsready
