// Client lists of AIX exports: which caller is in which list (exports File, AIX Files Reference).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/address.h"
#include "exports/aix.h"
#include "model/names.h"

namespace nfsready {

// A caller as an AIX server sees it: by the one name of its reverse lookup.
struct AixCaller {
  Address address;
  ReverseAnswer reverse;

  AixCaller(const Names& names, const Address& from) : address(from), reverse(names.names(from)) {}

  [[nodiscard]] bool name_known() const { return reverse.known; }
  // A caller whose name is known to be missing is refused whatever the list says.
  [[nodiscard]] bool nameless() const { return reverse.known && reverse.names.empty(); }
  [[nodiscard]] std::string_view name() const {
    return reverse.names.empty() ? std::string_view{} : reverse.names.front();
  }
};

enum class AixMembership : std::uint8_t {
  kOutside,
  kDoubtful,  // outside, if names compare as they are documented to; see reason
  kUnknown,
  kMember
};

struct AixAnswer {
  AixMembership membership = AixMembership::kOutside;
  std::string reason;  // a clause, when the membership is doubtful or unknown
};

// One list, ready to be asked: a question costs the same whatever its length.
class AixClientIndex {
 public:
  // Host names of @designators and netgroups are looked up in `names`. What the list and the names
  // hold must outlive the index.
  AixClientIndex(const AixList& list, const Names& names);

  [[nodiscard]] AixAnswer find(const AixCaller& caller) const;

 private:
  // Networks of one family that have the same number of bits.
  struct Networks {
    Address::Family family = Address::Family::kNone;
    int bits = 0;
    std::unordered_set<Address> addresses;
  };

  void add(std::string_view client, const Names& names);
  void add_designator(std::string_view client, const Names& names);
  void add_network(const Address& address, int bits);
  void add_netgroup(std::string_view name, const Names& names);
  void add_name(std::string_view name);
  [[nodiscard]] bool has_address(const Address& address) const;
  [[nodiscard]] std::string near_miss(const AixCaller& caller) const;

  std::unordered_set<Address> addresses_;
  std::vector<Networks> networks_;
  std::unordered_set<std::string_view> names_;
  std::unordered_map<std::string, std::string_view> folded_;  // names that are not in lower case
  std::unordered_set<std::string_view> netgroups_;            // read already
  std::string_view unresolved_;  // a member that is no known host, netgroup or network
  bool everyone_ = false;        // a netgroup with a triple without a host
  bool star_ = false;
};

}  // namespace nfsready
