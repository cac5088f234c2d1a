#include "engine/seen.h"

#include <map>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "plan/server_addresses.h"

namespace nfsready {

namespace {

struct Key {
  Address address;
  std::string_view path;  // empty: the server as a whole
  std::string_view node;  // empty: a vantage that stands for no node

  friend bool operator==(const Key&, const Key&) = default;
};

struct HashKey {
  std::size_t operator()(const Key& key) const {
    constexpr std::size_t kFactor = 31;
    const std::hash<std::string_view> hash;
    return (std::hash<Address>{}(key.address) * kFactor + hash(key.path)) * kFactor +
           hash(key.node);
  }
};

template <typename Observation>
using Index = std::unordered_map<Key, std::vector<const Observation*>, HashKey>;

using ServerKey = std::pair<std::string_view, std::uint32_t>;

// The address that the server saw tells; where no server saw one, the node that the vantage stands
// for.
bool speaks_as(const Vantage& vantage, const Node& node) {
  if (!vantage.source.is_set()) return !vantage.node.empty() && vantage.node == node.name;
  return !node.addresses.empty() && node.addresses.front().address == vantage.source;
}

// Joins the observations with the mounts by address, path and node.
class Join {
 public:
  Join(const Context& context, std::vector<SeenMount>& mounts, std::vector<SeenServer>& servers)
      : context_(context), mounts_(mounts), servers_(servers) {
    for (const MountObservation& seen : context.observations().mounts) {
      mounts_at_[{seen.address, seen.path, seen.vantage.node}].push_back(&seen);
    }
    for (const ServerObservation& seen : context.observations().servers) {
      servers_at_[{seen.address, {}, seen.vantage.node}].push_back(&seen);
    }
    if (mounts_at_.empty() && servers_at_.empty()) return;
    for (const JudgedMount& judged : context.mounts()) join(judged);
  }

 private:
  void join(const JudgedMount& judged) {
    for (const Address& address : addresses(*judged.mount)) {
      for (const std::string_view node : {judged.node->name, std::string_view()}) {
        join(mounts_at_, {address, judged.mount->asked, node}, judged, mounts_);
        join(servers_at_, {address, {}, node}, judged, servers_);
      }
    }
  }

  template <typename Observation, typename Seen>
  void join(const Index<Observation>& index, const Key& key, const JudgedMount& judged,
            std::vector<Seen>& joined) {
    const auto found = index.find(key);
    if (found == index.end()) return;
    for (const Observation* const seen : found->second) {
      joined.push_back({judged, *seen, speaks_as(seen->vantage, *judged.node)});
    }
  }

  const std::vector<Address>& addresses(const Mount& mount) {
    const auto [found, is_new] = addresses_.try_emplace({mount.server_text, mount.server});
    if (is_new) found->second = addresses_of(context_.site(), mount);
    return found->second;
  }

  const Context& context_;
  Index<MountObservation> mounts_at_;
  Index<ServerObservation> servers_at_;
  std::map<ServerKey, std::vector<Address>> addresses_;
  std::vector<SeenMount>& mounts_;
  std::vector<SeenServer>& servers_;
};

}  // namespace

Seen::Seen(const Context& context) { Join(context, mounts_, servers_); }

}  // namespace nfsready
