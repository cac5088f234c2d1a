#include "checks/common/observed.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/text.h"
#include "plan/server_addresses.h"

namespace nfsready::checks {

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

bool speaks_as(const Vantage& vantage, const Node& node) {
  return vantage.source.is_set() && !node.addresses.empty() &&
         node.addresses.front().address == vantage.source;
}

// The mounts of the run with what was seen of them, in the order of the mounts. Joined once per
// run.
class Observed {
 public:
  explicit Observed(const Context& context) : context_(context) {
    for (const MountObservation& seen : context.observations().mounts) {
      mounts_at_[{seen.address, seen.path, seen.vantage.node}].push_back(&seen);
    }
    for (const ServerObservation& seen : context.observations().servers) {
      servers_at_[{seen.address, {}, seen.vantage.node}].push_back(&seen);
    }
    if (mounts_at_.empty() && servers_at_.empty()) return;
    for (const JudgedMount& judged : context.mounts()) join(judged);
  }

  [[nodiscard]] const std::vector<SeenMount>& mounts() const { return mounts_; }
  [[nodiscard]] const std::vector<SeenServer>& servers() const { return servers_; }

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
  std::vector<SeenMount> mounts_;
  std::vector<SeenServer> servers_;
};

// The errors of RFC 1813 that servers answer to mounting and probing.
std::string_view words_of(std::uint32_t status) {
  switch (status) {
    case 0:
      return "ok";
    case 1:
      return "not permitted";
    case 2:
      return "no such file or directory";
    case 5:
      return "input/output error";
    case 13:
      return "access denied";
    case 17:
      return "exists";
    case 20:
      return "not a directory";
    case 22:
      return "invalid argument";
    case 28:
      return "no space left";
    case 30:
      return "read-only file system";
    case 69:
      return "quota exceeded";
    case 70:
      return "stale handle";
    case 10004:
      return "not supported";
    case 10006:
      return "server fault";
    default:
      return "an error";
  }
}

}  // namespace

void for_each_seen_mount(const Context& context,
                         const std::function<void(const SeenMount&)>& visit) {
  for (const SeenMount& mount : context.shared<Observed>().mounts()) visit(mount);
}

void for_each_seen_server(const Context& context,
                          const std::function<void(const SeenServer&)>& visit) {
  for (const SeenServer& server : context.shared<Observed>().servers()) visit(server);
}

Answer promised(const Context& context, const SeenMount& seen) {
  const Mount& mount = *seen.judged.mount;
  if (mount.server == kNoIndex || !seen.seen.vantage.source.is_set()) return {};
  Client client;
  client.address = seen.seen.vantage.source;
  client.version = mount.version;
  // The port class decides as long as it is not known which port of it was used.
  if (seen.seen.vantage.reserved) client.port = 1023;
  return context.ask(context.site().servers[mount.server], mount.asked, client);
}

bool is_refusal(const CallEnd& end) {
  if (end.reach == Reach::kDenied) return true;
  return end.reach == Reach::kAnswered && (end.status == 1 || end.status == 13);
}

std::string place_of(const std::string& server, const Address& address) {
  const std::string text = address.text();
  return server == text || server.empty() ? text : text + " (" + printable(server) + ")";
}

std::string told(const Vantage& vantage) {
  std::string text;
  switch (vantage.kind) {
    case VantageKind::kNode:
      text = "node " + printable(vantage.node);
      break;
    case VantageKind::kNamespace:
      text = "network namespace " + printable(vantage.name);
      break;
    default:
      text = "host " + printable(vantage.name);
      break;
  }
  if (vantage.source.is_set()) text += " (" + vantage.source.text() + ")";
  return text + (vantage.reserved ? ", reserved port" : "");
}

std::string told(std::string_view procedure, const CallEnd& end) {
  std::string text(procedure);
  if (end.reach != Reach::kAnswered) return text + ": " + std::string(word(end.reach));
  return text + ": " + std::to_string(end.status) + " " + std::string(words_of(end.status));
}

}  // namespace nfsready::checks
