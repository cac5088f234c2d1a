// The heads of an external server: several servers of a snapshot behind one name, of which one
// serves at a time. What the one that serves gives, every other one has to give as well.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/common/faults.h"
#include "engine/context.h"
#include "engine/sink.h"
#include "grant/grant.h"

namespace nfsready::checks {

// One head beside the server that the nodes are judged against.
struct HeadPair {
  std::uint32_t server = kNoIndex;  // into Site::servers
  const Server* active = nullptr;   // the same
  const Server* head = nullptr;
};

// Of the run's servers; only pairs of which both have exports.
[[nodiscard]] std::vector<HeadPair> head_pairs(const Context& context);

// Whether everything that decides a grant has the same bytes on both: exports, hosts, netgroups,
// nfs.conf, mounts.
[[nodiscard]] bool has_same_files(const Site& site, const HeadPair& pair);

// Why a head gives a node less than the active one does.
enum class HeadCause : std::uint8_t {
  kExports,   // NR801
  kNames,     // NR805: with the names of the active head it would do
  kSettings,  // NR806: nfs.conf, or what stands for it, leaves out the version
};

// A mount that works now and will not work when that head takes over.
struct WeakerHead {
  const HeadPair& pair;
  const JudgedMount& judged;  // on the active head
  const Grant& grant;         // what the other head gives
  Fault fault;                // the first one
  HeadCause cause;
  std::optional<MistakenFaults> mistaken;  // with Fault::kMistake: what explains them
};

// Calls `visit` for every mount of the run that only the active head serves.
void for_each_weaker_head(const Context& context,
                          const std::function<void(const WeakerHead&)>& visit);

// The draft for one of them: one per head, path pattern and fault; the mount is added to it. The
// effect is failover-loss.
Draft& add_weaker_head(const Context& context, const WeakerHead& weaker, Sink& sink);

// "nas-b, a head of nas, ..." says what the head does to the path: a clause for messages.
[[nodiscard]] std::string what_it_refuses(const WeakerHead& weaker);

// How to make the head's exports like those of the active one.
[[nodiscard]] std::string remedy_same_exports(const HeadPair& pair);

// A host that is one head, and the name that all heads of it share.
struct HeadName {
  std::string_view head;    // empty: the host is no head
  std::string_view family;  // "nas" of "nas-a"
};

// Judged by its name alone: "nas-a" where "nas" is another host of the site that serves, with
// another address. A guess, as far as the snapshot does not hold both of them.
[[nodiscard]] HeadName head_by_name(const Site& site, std::string_view host);

// The head of `family` that has this address for its own: a server beside it, or a name such as
// "nas-a" for "nas". Empty when there is none.
[[nodiscard]] std::string_view head_with_address(const Site& site, std::string_view family,
                                                 const Address& address);

}  // namespace nfsready::checks
