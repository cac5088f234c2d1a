// Where what a server does and what its exports files say are not the same.
#pragma once

#include <optional>
#include <set>

#include "checks/common/observed.h"
#include "engine/context.h"

namespace nfsready::checks {

struct Contradiction {
  bool granted;    // against the files (NR510); else refused against them (NR509)
  Grant promised;  // what the files give the caller
};

// Nothing when both agree, or when one of them is not known. A refusal that only the port or the
// flavour explains is none: NR507 and NR508 tell it.
[[nodiscard]] std::optional<Contradiction> contradiction_of(const Context& context,
                                                            const SeenMount& mount);

// The addresses at which there is one. For Context::shared.
class ContradictingAddresses {
 public:
  explicit ContradictingAddresses(const Context& context);

  [[nodiscard]] bool has(const Address& address) const { return addresses_.count(address) != 0; }

 private:
  std::set<Address> addresses_;
};

}  // namespace nfsready::checks
