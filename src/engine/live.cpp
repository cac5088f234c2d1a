#include "engine/live.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "engine/seen.h"
#include "observe/nfs_status.h"

namespace nfsready {

namespace {

constexpr std::uint32_t kNfsProgram = 100003;
constexpr std::uint32_t kMountProgram = 100005;
constexpr std::uint32_t kReadAndLookUp = 3;  // ACCESS3_READ, ACCESS3_LOOKUP (RFC 1813)

struct Proof {
  Live live = Live::kConfirmed;
  std::string reason;
};

std::string told(std::string_view call, const CallEnd& end) {
  std::string text(call);
  if (end.reach != Reach::kAnswered)
    return text + " was not answered: " + std::string(word(end.reach));
  return text + " was answered with error " + std::to_string(end.status);
}

bool is_refused(const CallEnd& end) {
  return end.reach == Reach::kDenied || (end.reach == Reach::kAnswered && end.status != 0);
}

// What a call that did not succeed leaves of a mount.
Proof failed(std::string_view call, const CallEnd& end) {
  if (end.reach == Reach::kDenied) return {Live::kRefused, std::string(call) + " was denied"};
  return {is_refused(end) ? Live::kRefused : Live::kUnknown, told(call, end)};
}

// Neither answered nor left out: the server stopped serving while it was asked.
bool is_lost(const CallEnd& end) {
  return end.reach != Reach::kAnswered && end.reach != Reach::kNotAsked && !is_refusal(end);
}

// What is no directory is not listed, and where there is no READDIRPLUS, READDIR does it.
bool is_listed(const CallEnd& listing) {
  return listing.ok() || listing.reach == Reach::kNotAsked ||
         is_status(listing, nfs_status::kNotSupported);
}

// Names may be missing: what that does is the checks' affair.
template <typename Is>
bool any_below(const MountObservation& seen, const Is& is) {
  const auto ended_so = [&](const auto& looked_at) { return is(looked_at.end); };
  return std::any_of(seen.names.begin(), seen.names.end(), ended_so) ||
         std::any_of(seen.files.begin(), seen.files.end(), ended_so) ||
         std::any_of(seen.holes.begin(), seen.holes.end(), ended_so);
}

Proof proof_of_reading(const MountObservation& seen) {
  if (!seen.mnt.ok()) return failed("MNT", seen.mnt);
  if (!takes_auth_sys(seen)) return {Live::kRefused, "AUTH_SYS is none of its flavours"};
  if (!seen.getattr.ok()) return failed("GETATTR", seen.getattr);
  if (!seen.access.ok()) return failed("ACCESS", seen.access);
  if ((seen.access_bits & kReadAndLookUp) != kReadAndLookUp) {
    return {Live::kRefused, "ACCESS lets uid 0 neither list nor look into it"};
  }
  if (!is_listed(seen.listing)) return failed("READDIRPLUS", seen.listing);
  if (any_below(seen, is_refusal)) return {Live::kRefused, "something in it is denied to uid 0"};
  if (any_below(seen, is_lost))
    return {Live::kUnknown, "a call about a name in it was not answered"};
  return {};
}

Proof proof_of_writing(const MountObservation& seen, const Needs& needs) {
  if (!seen.write || seen.write->create.reach == Reach::kNotAsked) {
    return {Live::kUnknown, "writing was not tried"};
  }
  const WriteSeen& write = *seen.write;
  if (!write.create.ok()) return failed("CREATE", write.create);
  if (!write.write.ok()) return failed("WRITE", write.write);
  if (!write.read_back.ok()) return failed("READ", write.read_back);
  if (!write.same) return {Live::kRefused, "what was written does not read back the same"};
  if (!needs.root) return {};
  if (!write.attributes) return {Live::kUnknown, "the owner of what was written is not known"};
  if (write.attributes->uid != 0) {
    return {Live::kRefused, "uid 0 is uid " + std::to_string(write.attributes->uid) + " there"};
  }
  return {};
}

Proof proof_for_node(const MountObservation& seen, const Needs& needs) {
  if (seen.vantage.reserved) {
    return {Live::kUnknown, "asked from a reserved port only, which AIX does not use"};
  }
  Proof proof = proof_of_reading(seen);
  if (proof.live == Live::kConfirmed && needs.write) proof = proof_of_writing(seen, needs);
  if (!proof.reason.empty()) proof.reason = seen.address.text() + ": " + proof.reason;
  return proof;
}

Proof proof_of(const SeenMount& mount) {
  const MountObservation& seen = mount.seen;
  if (mount.as_node) return proof_for_node(seen, mount.judged.mount->needs);
  const std::string from =
      seen.vantage.source.is_set() ? " (" + seen.vantage.source.text() + ")" : "";
  return {Live::kUnknown, "asked from " + printable(seen.vantage.name) + from +
                              ", not from the node's own address"};
}

bool answers(const ServerObservation& seen, std::uint32_t program) {
  return std::any_of(seen.services.begin(), seen.services.end(), [&](const auto& service) {
    return service.program == program && service.version == 3 && service.tcp &&
           service.reach == Reach::kAnswered;
  });
}

// Of a server of which no answer to the mount itself is known.
std::string reason_of(const ServerObservation& seen) {
  const std::string address = seen.address.text() + ": ";
  if (seen.rpcbind != Reach::kAnswered)
    return address + "rpcbind " + std::string(word(seen.rpcbind));
  if (!answers(seen, kMountProgram)) return address + "MOUNT version 3 does not answer over TCP";
  if (!answers(seen, kNfsProgram)) return address + "NFS version 3 does not answer over TCP";
  return address + "the mount was not tried";
}

// In rising order of what they tell.
int weight_of(Live live) {
  constexpr std::array<int, 4> kWeights = {0, 2, 3, 1};
  return kWeights[static_cast<std::size_t>(live)];
}

MountResult& result_of(const JudgedMount& judged, RunResult& run) {
  return run.nodes[judged.subject.node].mounts[judged.subject.mount];
}

}  // namespace

void tell_live(const Context& context, RunResult& run) {
  const auto& seen = context.shared<Seen>();
  for (const bool as_node : {true, false}) {
    for (const SeenMount& mount : seen.mounts()) {
      if (mount.as_node != as_node) continue;
      Proof proof = proof_of(mount);
      MountResult& result = result_of(mount.judged, run);
      if (weight_of(proof.live) <= weight_of(result.live)) continue;
      result.live = proof.live;
      result.live_reason = std::move(proof.reason);
    }
  }
  for (const SeenServer& server : seen.servers()) {
    MountResult& result = result_of(server.judged, run);
    if (result.live != Live::kNotAsked) continue;
    result.live = Live::kUnknown;
    result.live_reason = reason_of(server.seen);
  }
}

}  // namespace nfsready
