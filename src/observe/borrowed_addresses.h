// Nodes' own addresses, taken while nobody else has them: what a server says to them it says to the
// nodes. They live in a network namespace of our own, on an interface of its own beside one of this
// host's, and go with the namespace: also when the program is killed.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/address.h"
#include "base/result.h"
#include "observe/descriptor.h"
#include "observe/link_socket.h"
#include "observe/network_interface.h"

namespace nfsready {

class BorrowedAddresses {
 public:
  // Asks on the link of the interface (RFC 5227, RFC 4862) for two seconds whether anybody has one
  // of the addresses; takes those that nobody has, tells the link so, and watches for claims. An
  // error means that none could be taken. `stop`: the user's wish to end the run; outlives this.
  [[nodiscard]] static Result<std::unique_ptr<BorrowedAddresses>> borrow(
      const std::string& interface, const std::vector<Address>& wanted,
      const std::atomic<bool>& stop);

  // Gives them back.
  ~BorrowedAddresses();
  BorrowedAddresses(const BorrowedAddresses&) = delete;
  BorrowedAddresses& operator=(const BorrowedAddresses&) = delete;

  [[nodiscard]] int network_namespace() const { return namespace_.get(); }

  // Those of this host, which nobody who speaks from a borrowed address reaches: the kernel keeps
  // an interface and those beside it (macvlan) apart.
  [[nodiscard]] const std::vector<Address>& addresses_of_host() const {
    return parent_.addresses_of_host;
  }

  // Why a wanted address was not taken; empty: it was.
  [[nodiscard]] const std::string& refusal(const Address& address) const;

  // Becomes true when somebody else claims the address, or the user wants to stop: who speaks from
  // it takes back what it did, and ends.
  [[nodiscard]] const std::atomic<bool>& stop_of(const Address& address) const;

  // Who claimed a taken address, so far.
  [[nodiscard]] std::vector<Claim> claims() const;

 private:
  struct Wanted {
    int prefix = 0;
    std::string refusal;
    std::atomic<bool> stop{false};
    std::atomic<bool> is_claimed{false};
    HardwareAddress holder{};  // when it is claimed
  };

  BorrowedAddresses(NetworkInterface parent, LinkSocket link, const std::atomic<bool>& stop);

  void refuse_at_sight();
  [[nodiscard]] Result<bool> ask_the_link();
  void take_claims(Milliseconds time);
  [[nodiscard]] Result<bool> take();
  void watch();

  NetworkInterface parent_;
  LinkSocket link_;
  const std::atomic<bool>& stop_;
  std::map<Address, Wanted> wanted_;
  Descriptor namespace_;
  NetworkInterface child_;
  std::atomic<bool> ending_{false};
  std::thread watcher_;
};

}  // namespace nfsready
