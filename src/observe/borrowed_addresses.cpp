#include "observe/borrowed_addresses.h"

#include <algorithm>
#include <utility>

#include "observe/network_namespace.h"

namespace nfsready {

namespace {

constexpr int kQuestions = 3;  // RFC 5227, PROBE_NUM; a link may lose one
constexpr Milliseconds kBetweenQuestions{500};
constexpr Milliseconds kAfterQuestions{1000};
constexpr int kAnnouncements = 2;  // RFC 5227, ANNOUNCE_NUM
constexpr Milliseconds kWatch{50};

}  // namespace

BorrowedAddresses::BorrowedAddresses(NetworkInterface parent, LinkSocket link,
                                     const std::atomic<bool>& stop)
    : parent_(std::move(parent)), link_(std::move(link)), stop_(stop) {}

Result<std::unique_ptr<BorrowedAddresses>> BorrowedAddresses::borrow(
    const std::string& interface, const std::vector<Address>& wanted,
    const std::atomic<bool>& stop) {
  auto parent = find_interface(interface);
  if (!parent) return parent.error();
  auto link = LinkSocket::open(parent.value());
  if (!link) return link.error();
  std::unique_ptr<BorrowedAddresses> borrowed(
      new BorrowedAddresses(std::move(parent.value()), std::move(link.value()), stop));
  for (const Address& address : wanted) borrowed->wanted_.try_emplace(address);
  borrowed->refuse_at_sight();
  if (const auto asked = borrowed->ask_the_link(); !asked) return asked.error();
  if (const auto taken = borrowed->take(); !taken) return taken.error();
  return borrowed;
}

BorrowedAddresses::~BorrowedAddresses() {
  ending_ = true;
  if (watcher_.joinable()) watcher_.join();
  if (child_.index != 0) remove_interface(namespace_.get(), child_.index);
}

void BorrowedAddresses::refuse_at_sight() {
  for (auto& [address, wanted] : wanted_) {
    const auto& own = parent_.addresses_of_host;
    const auto prefix = prefix_for(parent_, address);
    if (std::find(own.begin(), own.end(), address) != own.end()) {
      wanted.refusal = address.text() + " is an address of this host";
    } else if (!prefix) {
      wanted.refusal = address.text() + " is in none of the networks of '" + parent_.name + "'";
    } else {
      wanted.prefix = *prefix;
    }
  }
}

Result<bool> BorrowedAddresses::ask_the_link() {
  const auto is_open = [](const auto& entry) { return entry.second.refusal.empty(); };
  for (int i = 0; i < kQuestions && !stop_; ++i) {
    if (std::none_of(wanted_.begin(), wanted_.end(), is_open)) return true;
    for (const auto& [address, wanted] : wanted_) {
      if (!wanted.refusal.empty()) continue;
      if (!link_.send(question_about(address, parent_.hardware))) {
        return Error{"cannot ask on '" + parent_.name + "' who has " + address.text(), {}};
      }
    }
    take_claims(i + 1 < kQuestions ? kBetweenQuestions : kAfterQuestions);
  }
  return true;
}

void BorrowedAddresses::take_claims(Milliseconds time) {
  const Deadline deadline(time);
  while (const auto claim = link_.receive(deadline)) {
    const auto found = wanted_.find(claim->address);
    if (found == wanted_.end() || !found->second.refusal.empty()) continue;
    found->second.refusal = text(claim->holder) + " has " + claim->address.text() + " on '" +
                            parent_.name + "': the node is up, or another host has its address";
  }
}

Result<bool> BorrowedAddresses::take() {
  std::vector<InterfaceAddress> free;
  for (const auto& [address, wanted] : wanted_) {
    if (wanted.refusal.empty()) free.push_back({address, wanted.prefix});
  }
  if (free.empty() || stop_) return true;
  auto made = make_network_namespace();
  if (!made) return made.error();
  namespace_ = std::move(made.value());
  auto child = add_interface(parent_, namespace_.get(), free);
  if (!child) return child.error();
  child_ = std::move(child.value());
  for (int i = 0; i < kAnnouncements; ++i) {
    for (const InterfaceAddress& taken : free) {
      static_cast<void>(link_.send(announcement_of(taken.address, child_.hardware)));
    }
  }
  watcher_ = std::thread([this] { watch(); });
  return true;
}

void BorrowedAddresses::watch() {
  while (!ending_) {
    const auto claim = link_.receive(Deadline(kWatch));
    if (stop_) {
      for (auto& [address, wanted] : wanted_) wanted.stop = true;
    }
    if (!claim || claim->holder == child_.hardware) continue;
    const auto found = wanted_.find(claim->address);
    if (found == wanted_.end() || found->second.is_claimed) continue;
    found->second.holder = claim->holder;
    found->second.is_claimed = true;
    found->second.stop = true;
  }
}

const std::string& BorrowedAddresses::refusal(const Address& address) const {
  return wanted_.at(address).refusal;
}

const std::atomic<bool>& BorrowedAddresses::stop_of(const Address& address) const {
  return wanted_.at(address).stop;
}

std::vector<Claim> BorrowedAddresses::claims() const {
  std::vector<Claim> claims;
  for (const auto& [address, wanted] : wanted_) {
    if (wanted.refusal.empty() && wanted.is_claimed) claims.push_back({address, wanted.holder});
  }
  return claims;
}

}  // namespace nfsready
