#include "checks/common/observed.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/text.h"
#include "checks/common/mounts.h"

namespace nfsready::checks {

namespace {

// A Linux server tells the attributes of a path's root also to those whom it lets do nothing else.
bool grants(const MountObservation& seen) {
  return seen.mnt.ok() && takes_auth_sys(seen) && seen.getattr.ok() && !is_refusal(seen.access);
}

// The addresses at which a vantage could mount a path, and look at it.
class GrantingHeads {
 public:
  explicit GrantingHeads(const Context& context) {
    for (const SeenMount& mount : context.shared<Seen>().mounts()) {
      if (grants(mount.seen)) granting_[key_of(mount)].insert(mount.seen.address);
    }
  }

  [[nodiscard]] bool another(const SeenMount& seen) const {
    const auto found = granting_.find(key_of(seen));
    if (found == granting_.end()) return false;
    return found->second.size() > found->second.count(seen.seen.address);
  }

 private:
  using Key = std::tuple<std::uint32_t, std::string_view, std::string_view, std::string_view>;

  static Key key_of(const SeenMount& mount) {
    const Mount& planned = *mount.judged.mount;
    const bool known = planned.server != kNoIndex;
    return {planned.server, known ? std::string_view() : planned.server_text, planned.asked,
            mount.seen.vantage.name};
  }

  std::map<Key, std::set<Address>> granting_;
};

}  // namespace

void for_each_seen_mount(const Context& context,
                         const std::function<void(const SeenMount&)>& visit) {
  for (const SeenMount& mount : context.shared<Seen>().mounts()) visit(mount);
}

void for_each_seen_server(const Context& context,
                          const std::function<void(const SeenServer&)>& visit) {
  for (const SeenServer& server : context.shared<Seen>().servers()) visit(server);
}

const Server* head_at(const Context& context, const Mount& mount, const Address& address) {
  if (mount.server == kNoIndex) return nullptr;
  const Site& site = context.site();
  const auto has_it = [&](std::uint32_t head) {
    const auto& addresses = site.servers[head].addresses;
    return std::find(addresses.begin(), addresses.end(), address) != addresses.end();
  };
  if (has_it(mount.server)) return &site.servers[mount.server];
  const std::vector<std::uint32_t> heads = site.heads_of(mount.server);
  const auto head = std::find_if(heads.begin(), heads.end(), has_it);
  if (head != heads.end()) return &site.servers[*head];
  return heads.size() == 1 ? &site.servers[mount.server] : nullptr;
}

std::string head_name(const Context& context, const SeenMount& seen) {
  const Server* const head = head_at(context, *seen.judged.mount, seen.seen.address);
  return std::string(head == nullptr ? server_name(context, *seen.judged.mount) : head->name);
}

Answer promised(const Context& context, const SeenMount& seen) {
  const Mount& mount = *seen.judged.mount;
  const Server* const head = head_at(context, mount, seen.seen.address);
  if (head == nullptr || !seen.seen.vantage.source.is_set()) return {};
  Client client;
  client.address = seen.seen.vantage.source;
  client.version = mount.version;
  // The port class decides as long as it is not known which port of it was used.
  if (seen.seen.vantage.reserved) client.port = 1023;
  return context.ask(*head, mount.asked, client);
}

bool another_head_grants(const Context& context, const SeenMount& seen) {
  const auto& granting = context.shared<GrantingHeads>();
  return granting.another(seen);
}

Effect effect_of_refusal(const Context& context, const SeenMount& seen) {
  return another_head_grants(context, seen) ? Effect::kFailoverLoss
                                            : effect_when_refused(seen.judged.mount->purpose);
}

void add_certainty(const SeenMount& seen, Draft& draft) {
  if (draft.fresh) draft.finding.certainty = Certainty::kLikely;
  if (seen.as_node) draft.finding.certainty = Certainty::kCertain;
}

void set_evidence(const std::string& server, const Address& address, const Vantage& vantage,
                  const std::string& what, Finding& finding) {
  finding.evidence = place_of(server, address) + " told " + told(vantage) + ": " + what;
  finding.alike = what;
}

std::string told_of_second_try(const MountObservation& seen) {
  if (seen.vantage.reserved) return {};
  if (seen.reserved_mnt.reach == Reach::kLocal) {
    return "; not tried from a reserved port, which would tell whether the port is the reason: " +
           printable(seen.detail);
  }
  if (seen.reserved_mnt.reach == Reach::kNotAsked) return {};
  const bool is_mounted = seen.reserved_mnt.ok();
  return "; from a reserved port: " + (is_mounted && seen.reserved_getattr.reach != Reach::kNotAsked
                                           ? told("GETATTR", seen.reserved_getattr)
                                           : told("MNT", seen.reserved_mnt));
}

std::string place_of(const std::string& server, const Address& address) {
  // A node that is told an address is told one of the heads.
  const bool has_name = !server.empty() && !Address::parse(server);
  return has_name ? address.text() + " (" + printable(server) + ")" : address.text();
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
  return text + ": " + std::to_string(end.status) + " " +
         std::string(nfs_status::words(end.status));
}

}  // namespace nfsready::checks
