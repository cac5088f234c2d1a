#include "cli/system_resolver.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>

#include <array>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace nfsready {

namespace {

class Resolver {
 public:
  std::vector<Address> addresses(std::string_view name) {
    const std::lock_guard lock(mutex_);
    const auto [found, is_new] = addresses_.try_emplace(std::string(name));
    if (is_new) found->second = look_up(found->first);
    return found->second;
  }

  std::span<const std::string_view> names(const Address& address) {
    const std::lock_guard lock(mutex_);
    const auto [found, is_new] = names_.try_emplace(address);
    if (is_new) {
      if (std::string name = look_up(address); !name.empty()) {
        found->second.push_back(texts_.emplace_back(std::move(name)));
      }
    }
    return found->second;
  }

 private:
  static std::vector<Address> look_up(const std::string& name) {
    std::vector<Address> found;
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* list = nullptr;
    if (getaddrinfo(name.c_str(), nullptr, &hints, &list) != 0) return found;
    for (const addrinfo* entry = list; entry != nullptr; entry = entry->ai_next) {
      std::array<char, NI_MAXHOST> text{};
      if (getnameinfo(entry->ai_addr, entry->ai_addrlen, text.data(), text.size(), nullptr, 0,
                      NI_NUMERICHOST) != 0) {
        continue;
      }
      if (const auto address = Address::parse(text.data())) found.push_back(*address);
    }
    freeaddrinfo(list);
    return found;
  }

  static std::string look_up(const Address& address) {
    addrinfo hints{};
    hints.ai_flags = AI_NUMERICHOST;
    addrinfo* list = nullptr;
    if (getaddrinfo(address.text().c_str(), nullptr, &hints, &list) != 0) return {};
    std::array<char, NI_MAXHOST> name{};
    const int status = getnameinfo(list->ai_addr, list->ai_addrlen, name.data(), name.size(),
                                   nullptr, 0, NI_NAMEREQD);
    freeaddrinfo(list);
    return status == 0 ? name.data() : "";
  }

  std::mutex mutex_;
  std::map<std::string, std::vector<Address>> addresses_;
  std::map<Address, std::vector<std::string_view>> names_;
  std::deque<std::string> texts_;
};

}  // namespace

SystemResolver make_system_resolver() {
  const auto resolver = std::make_shared<Resolver>();
  return {[resolver](std::string_view name) { return resolver->addresses(name); },
          [resolver](const Address& address) { return resolver->names(address); }};
}

}  // namespace nfsready
