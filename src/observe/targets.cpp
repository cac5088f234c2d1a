#include "observe/targets.h"

#include <algorithm>
#include <utility>

#include "plan/expected.h"
#include "plan/server_addresses.h"

namespace nfsready {

namespace {

Look look_for(ExpectedUse use) {
  switch (use) {
    case ExpectedUse::kBootText:
      return Look::kText;
    case ExpectedUse::kPaging:
      return Look::kHoles;
    case ExpectedUse::kOwn:
      return Look::kWriteHere;
    default:
      return Look::kAttributes;
  }
}

using ByPath = std::map<std::string, Target, std::less<>>;

struct AtAddress {
  std::string server;
  ByPath by_path;
};

void add(AtAddress& at, const Node& node, const NodePlan& plan, const Mount& mount,
         const std::string& machine) {
  const std::string server(mount.server_text);
  if (at.server.empty() || server < at.server) at.server = server;
  Target& target = at.by_path[std::string(mount.asked)];
  if (target.path.empty()) {
    target.server = server;
    target.path = mount.asked;
    target.machine = machine;
  }
  target.server = std::min(target.server, server);
  target.write = target.write || mount.needs.write;
  for (ExpectedName& expected : expected_names(node, plan, mount)) {
    target.names.push_back({std::move(expected.name), look_for(expected.use)});
  }
}

void sort_names(Target& target) {
  std::sort(target.names.begin(), target.names.end());
  target.names.erase(std::unique(target.names.begin(), target.names.end()), target.names.end());
}

}  // namespace

std::vector<ServerTargets> targets_of(const Site& site, const std::vector<NodePlan>& plans,
                                      const std::vector<std::uint32_t>& nodes,
                                      const std::string& machine) {
  std::map<Address, AtAddress> by_address;
  std::map<std::pair<std::string_view, std::uint32_t>, std::vector<Address>> known;
  for (const std::uint32_t node : nodes) {
    const NodePlan& plan = plans[node];
    for (const Mount& mount : plan.mounts) {
      if (mount.asked.empty() || mount.version != 3) continue;
      const auto [found, is_new] = known.try_emplace({mount.server_text, mount.server});
      if (is_new) found->second = addresses_of(site, mount);
      for (const Address& address : found->second) {
        add(by_address[address], site.nodes[plan.node], plan, mount, machine);
      }
    }
  }
  std::vector<ServerTargets> all;
  for (auto& [address, at] : by_address) {
    ServerTargets& server = all.emplace_back();
    server.server = std::move(at.server);
    server.address = address;
    for (auto& [path, target] : at.by_path) {
      sort_names(target);
      server.targets.push_back(std::move(target));
    }
  }
  return all;
}

}  // namespace nfsready
