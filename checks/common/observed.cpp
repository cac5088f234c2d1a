#include "checks/common/observed.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>
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

  friend auto operator<=>(const Key&, const Key&) = default;
};

template <typename Observation>
using Index = std::map<Key, std::vector<const Observation*>>;

using ServerKey = std::pair<std::string_view, std::uint32_t>;

// Observations by what they are about. Made once per run.
class Observed {
 public:
  explicit Observed(const Context& context) {
    for (const MountObservation& seen : context.observations().mounts) {
      mounts_[{seen.address, seen.path, seen.vantage.node}].push_back(&seen);
    }
    for (const ServerObservation& seen : context.observations().servers) {
      servers_[{seen.address, {}, seen.vantage.node}].push_back(&seen);
    }
    if (mounts_.empty() && servers_.empty()) return;
    for (const JudgedMount& judged : context.mounts()) {
      const Mount& mount = *judged.mount;
      const auto [found, is_new] = addresses_.try_emplace({mount.server_text, mount.server});
      if (is_new) found->second = addresses_of(context.site(), mount);
    }
  }

  template <typename Visit>
  void visit_mounts(const JudgedMount& judged, const Visit& visit) const {
    this->visit(mounts_, judged, judged.mount->asked, visit);
  }
  template <typename Visit>
  void visit_servers(const JudgedMount& judged, const Visit& visit) const {
    this->visit(servers_, judged, {}, visit);
  }
  [[nodiscard]] bool empty() const { return addresses_.empty(); }

 private:
  template <typename Observation, typename Visit>
  void visit(const Index<Observation>& index, const JudgedMount& judged, std::string_view path,
             const Visit& visit) const {
    const Mount& mount = *judged.mount;
    for (const Address& address : addresses_.at({mount.server_text, mount.server})) {
      for (const std::string_view node : {judged.node->name, std::string_view()}) {
        const auto found = index.find({address, path, node});
        if (found == index.end()) continue;
        for (const Observation* seen : found->second) visit(*seen);
      }
    }
  }

  Index<MountObservation> mounts_;
  Index<ServerObservation> servers_;
  std::map<ServerKey, std::vector<Address>> addresses_;
};

bool speaks_as(const Vantage& vantage, const Node& node) {
  return vantage.source.is_set() && !node.addresses.empty() &&
         node.addresses.front().address == vantage.source;
}

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
  const auto& observed = context.shared<Observed>();
  if (observed.empty()) return;
  for (const JudgedMount& judged : context.mounts()) {
    observed.visit_mounts(judged, [&](const MountObservation& seen) {
      visit({judged, seen, speaks_as(seen.vantage, *judged.node)});
    });
  }
}

void for_each_seen_server(const Context& context,
                          const std::function<void(const SeenServer&)>& visit) {
  const auto& observed = context.shared<Observed>();
  if (observed.empty()) return;
  for (const JudgedMount& judged : context.mounts()) {
    observed.visit_servers(judged, [&](const ServerObservation& seen) {
      visit({judged, seen, speaks_as(seen.vantage, *judged.node)});
    });
  }
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
