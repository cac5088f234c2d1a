#include "cli/speakers.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <iostream>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "observe/borrowed_addresses.h"
#include "observe/network_namespace.h"

namespace nfsready {

namespace {

constexpr std::string_view kNodePlace = "{node}";
constexpr std::size_t kBorrowedAtOnce = 128;

using Ask = std::function<void(const std::vector<Speaker>& speakers)>;

std::vector<std::uint32_t> nodes_of(const Audit& audit, const Shard& shard) {
  std::vector<std::uint32_t> nodes;
  for (std::uint32_t i = 0; i < audit.plans.size(); ++i) {
    if (i % shard.count == shard.index - 1) nodes.push_back(i);
  }
  return nodes;
}

const Node& node_of(const Audit& audit, std::uint32_t plan) {
  return audit.site->nodes[audit.plans[plan].node];
}

Speaker speak_as_host(const LiveRequest& request, std::vector<std::uint32_t> nodes) {
  Speaker speaker;
  speaker.vantage.name = host_name();
  speaker.machine = speaker.vantage.name;
  speaker.vantage.reserved = request.port == PortClass::kReserved;
  speaker.source.port = request.port;
  speaker.nodes = std::move(nodes);
  return speaker;
}

// On behalf of one node, from wherever.
Speaker speak_for(const Audit& audit, const LiveRequest& request, std::uint32_t plan) {
  Speaker speaker = speak_as_host(request, {plan});
  speaker.machine = node_of(audit, plan).name;
  speaker.vantage.node = speaker.machine;
  return speaker;
}

struct NamespaceSpeakers {
  std::vector<Speaker> all;
  std::vector<Descriptor> namespaces;
};

Result<bool> enter(Speaker& speaker, const std::string& name, NamespaceSpeakers& speakers) {
  speaker.vantage.kind = VantageKind::kNamespace;
  speaker.vantage.name = name;
  auto opened = open_network_namespace(name);
  if (!opened) return opened.error();
  speaker.source.network_namespace = opened.value().get();
  speakers.namespaces.push_back(std::move(opened.value()));
  return true;
}

Result<NamespaceSpeakers> speak_from_namespaces(const Audit& audit, const LiveRequest& request,
                                                const std::vector<std::uint32_t>& nodes) {
  NamespaceSpeakers speakers;
  const std::string& pattern = request.network_namespace;
  const auto place = pattern.find(kNodePlace);
  if (place == std::string::npos) {
    Speaker speaker = speak_as_host(request, nodes);
    const auto entered = enter(speaker, pattern, speakers);
    if (!entered) return entered.error();
    speakers.all.push_back(std::move(speaker));
    return speakers;
  }
  for (const std::uint32_t plan : nodes) {
    Speaker speaker = speak_for(audit, request, plan);
    const std::string own = std::string(pattern).replace(place, kNodePlace.size(), speaker.machine);
    if (const auto entered = enter(speaker, own, speakers); !entered) {
      speaker.cannot_ask = entered.error().message;
    }
    speakers.all.push_back(std::move(speaker));
  }
  // A node without a namespace costs that node; a mistyped pattern is told at once.
  if (speakers.namespaces.empty() && !speakers.all.empty()) {
    return Error{speakers.all.front().cannot_ask, {}};
  }
  return speakers;
}

// The address by which servers know the node.
Address own_address(const Node& node) {
  return node.addresses.empty() ? Address() : node.addresses.front().address;
}

Speaker speak_as_node(const Audit& audit, const LiveRequest& request, std::uint32_t plan,
                      const BorrowedAddresses& borrowed) {
  Speaker speaker = speak_for(audit, request, plan);
  speaker.vantage.kind = VantageKind::kNode;
  speaker.vantage.name = speaker.machine;
  const Address address = own_address(node_of(audit, plan));
  if (!address.is_set()) {
    speaker.cannot_ask = "the address of " + speaker.machine + " is not known";
    return speaker;
  }
  speaker.source.address = address;
  speaker.source.network_namespace = borrowed.network_namespace();
  speaker.cannot_ask = borrowed.refusal(address);
  speaker.cannot_reach = borrowed.addresses_of_host();
  speaker.stop = &borrowed.stop_of(address);
  return speaker;
}

void tell_claims(const BorrowedAddresses& borrowed) {
  for (const Claim& claim : borrowed.claims()) {
    std::cerr << "nfsready: " << text(claim.holder) << " claimed " << claim.address.text()
              << " while it was borrowed; asking from it was ended\n";
  }
}

Result<bool> ask_as_nodes(const Audit& audit, const LiveRequest& request,
                          const std::vector<std::uint32_t>& nodes, const std::atomic<bool>& stop,
                          const Ask& ask) {
  for (std::size_t first = 0; first < nodes.size() && !stop; first += kBorrowedAtOnce) {
    const std::size_t end = std::min(nodes.size(), first + kBorrowedAtOnce);
    std::vector<Address> wanted;
    for (std::size_t i = first; i < end; ++i) {
      const Address address = own_address(node_of(audit, nodes[i]));
      if (address.is_set()) wanted.push_back(address);
    }
    const auto borrowed = BorrowedAddresses::borrow(request.as_node, wanted, stop);
    if (!borrowed) return borrowed.error();
    std::vector<Speaker> speakers;
    for (std::size_t i = first; i < end; ++i) {
      speakers.push_back(speak_as_node(audit, request, nodes[i], *borrowed.value()));
    }
    if (!stop) ask(speakers);
    tell_claims(*borrowed.value());
  }
  return true;
}

}  // namespace

std::string host_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "localhost";
}

Result<bool> for_each_group(const Audit& audit, const LiveRequest& request,
                            const std::atomic<bool>& stop, const Ask& ask) {
  std::vector<std::uint32_t> nodes = nodes_of(audit, request.shard);
  if (!request.as_node.empty()) return ask_as_nodes(audit, request, nodes, stop, ask);
  if (request.network_namespace.empty()) {
    ask({speak_as_host(request, std::move(nodes))});
    return true;
  }
  const auto speakers = speak_from_namespaces(audit, request, nodes);
  if (!speakers) return speakers.error();
  ask(speakers.value().all);
  return true;
}

}  // namespace nfsready
