#include "checks/common/outages.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <utility>

#include "checks/common/mounts.h"

namespace nfsready::checks {

namespace {

bool has_program(const ServerObservation& seen, std::uint32_t program) {
  return std::any_of(seen.services.begin(), seen.services.end(),
                     [&](const ServiceObservation& service) { return service.program == program; });
}

bool answers(const ServiceObservation& service) { return service.reach == Reach::kAnswered; }

// The sockets' own vantage is not known before the first connection: then nothing was reached.
bool was_connected(const ServerObservation& seen) { return seen.vantage.source.is_set(); }

Outage outage_of_rpcbind(const ServerObservation& seen) {
  switch (seen.rpcbind) {
    case Reach::kNoRoute:
      return Outage::kUnreachable;
    case Reach::kNoAnswer:
      return was_connected(seen) ? Outage::kSilent : Outage::kUnreachable;
    case Reach::kRefused:
      return Outage::kNoService;
    case Reach::kLocal:
    case Reach::kNotAsked:
      return Outage::kNotAsked;
    default:
      return Outage::kSilent;
  }
}

using ServerName = std::pair<std::string_view, std::string>;  // as told, and by whom it was asked

std::string asker(const Vantage& vantage) {
  return std::string(kVantageWords[static_cast<std::size_t>(vantage.kind)]) + vantage.name;
}

std::string server_at(const Context& context, const ServerObservation& seen) {
  for (const Server& server : context.site().servers) {
    const auto& addresses = server.addresses;
    if (std::find(addresses.begin(), addresses.end(), seen.address) != addresses.end()) {
      return std::string(server.name);
    }
  }
  return seen.server;
}

std::string evidence_of(const ServerObservation& seen) {
  std::string text = place_of(seen.server, seen.address) + ", asked from " + told(seen.vantage) +
                     ": rpcbind " + std::string(word(seen.rpcbind));
  if (!seen.detail.empty()) text += " (" + seen.detail + ")";
  for (const ServiceObservation& service : seen.services) {
    text += "\n" + program_name(service.program) + " version " + std::to_string(service.version) +
            (service.tcp ? ", TCP port " : ", UDP port ") + std::to_string(service.port) +
            (service.tcp ? ": " + std::string(word(service.reach)) : "");
  }
  return text;
}

}  // namespace

std::string program_name(std::uint32_t program) {
  if (program == kNfsProgramNumber) return "NFS";
  if (program == kMountProgramNumber) return "MOUNT";
  if (program == kRpcbindProgramNumber) return "rpcbind";
  return "program " + std::to_string(program);
}

const ServiceObservation* service_of(const ServerObservation& seen, std::uint32_t program,
                                     std::uint32_t version) {
  const auto found = std::find_if(
      seen.services.begin(), seen.services.end(), [&](const ServiceObservation& service) {
        return service.program == program && service.version == version && service.tcp;
      });
  return found == seen.services.end() ? nullptr : &*found;
}

Outage outage_of(const ServerObservation& seen) {
  if (seen.rpcbind != Reach::kAnswered) return outage_of_rpcbind(seen);
  const ServiceObservation* const mountd = service_of(seen, kMountProgramNumber, 3);
  const ServiceObservation* const nfsd = service_of(seen, kNfsProgramNumber, 3);
  if (mountd != nullptr && nfsd != nullptr) {
    return answers(*mountd) && answers(*nfsd) ? Outage::kNone : Outage::kSilent;
  }
  // A server of NFS version 4 alone needs no MOUNT.
  const bool other_versions = nfsd == nullptr && has_program(seen, kNfsProgramNumber);
  const bool any_of_both =
      has_program(seen, kMountProgramNumber) && has_program(seen, kNfsProgramNumber);
  return other_versions || any_of_both ? Outage::kVersion : Outage::kNoService;
}

namespace {

bool any_outage(const Observations& observations) {
  return std::any_of(
      observations.servers.begin(), observations.servers.end(),
      [](const ServerObservation& seen) { return outage_of(seen) != Outage::kNone; });
}

// What every outage is held against.
struct Surveyed {
  std::set<ServerName> serving;  // at some address
  std::set<Address> reached;     // by some vantage
  std::set<std::pair<std::uint32_t, Address>> asked_by_node;
};

Surveyed surveyed(const Context& context) {
  Surveyed all;
  for_each_seen_server(context, [&](const SeenServer& mount) {
    if (mount.as_node) all.asked_by_node.emplace(mount.judged.subject.node, mount.seen.address);
    if (outage_of(mount.seen) != Outage::kNone) return;
    all.serving.emplace(mount.judged.mount->server_text, asker(mount.seen.vantage));
    all.reached.insert(mount.seen.address);
  });
  return all;
}

}  // namespace

void for_each_outage(const Context& context, const std::function<void(const SeenOutage&)>& visit) {
  if (!any_outage(context.observations())) return;
  const Surveyed all = surveyed(context);
  for_each_seen_server(context, [&](const SeenServer& mount) {
    const Outage outage = outage_of(mount.seen);
    if (outage == Outage::kNone) return;
    const Address& address = mount.seen.address;
    // What a node met itself counts for it, not what another host met.
    if (!mount.as_node && all.asked_by_node.count({mount.judged.subject.node, address}) != 0)
      return;
    const ServerName name(mount.judged.mount->server_text, asker(mount.seen.vantage));
    visit({mount, outage, all.serving.count(name) != 0, all.reached.count(address) != 0,
           server_at(context, mount.seen)});
  });
}

Draft& add_outage(const SeenOutage& outage, Sink& sink) {
  const ServerObservation& seen = outage.mount.seen;
  const JudgedMount& judged = outage.mount.judged;
  Draft& draft =
      sink.cause(seen.address.text() + "|" + std::to_string(static_cast<int>(outage.outage)));
  draft.add_subject(judged.subject);
  Finding& finding = draft.finding;
  const Effect effect =
      outage.head_answers ? Effect::kFailoverLoss : effect_when_refused(judged.mount->purpose);
  finding.effect = worse(finding.effect, effect);
  // The way from here may be another one than the node's.
  const bool certain = outage.mount.as_node || !outage.others_reach_it;
  if (draft.fresh) finding.certainty = Certainty::kLikely;
  if (certain) finding.certainty = Certainty::kCertain;
  if (!draft.fresh) return draft;
  draft.add_location(judged.mount->origin);
  finding.server = outage.server;
  finding.evidence = evidence_of(seen);
  return draft;
}

}  // namespace nfsready::checks
