// The list of exports tells who may mount, whatever server printed it; what a client may do then is
// unknown (RFC 1813, appendix I, MOUNTPROC3_EXPORT).
#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/path.h"
#include "base/text.h"
#include "grant/caller.h"
#include "grant/dialects.h"
#include "grant/outcome.h"
#include "grant/server_path.h"

namespace nfsready {

namespace {

// ADDRESS/LENGTH or ADDRESS/MASK; an address alone is a network of one.
std::optional<Network> network_of(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = Address::parse(text.substr(0, slash));
  if (!address) return std::nullopt;
  if (slash == std::string_view::npos) return Network(*address, address->bits());
  const std::string_view tail = text.substr(slash + 1);
  if (const auto mask = Address::parse(tail); mask && mask->family() == address->family()) {
    return Network(*address, *mask);
  }
  const auto length = parse_decimal(tail);
  if (!length || *length > static_cast<std::uint64_t>(address->bits())) return std::nullopt;
  return Network(*address, static_cast<int>(*length));
}

// The groups of one path. The program behind the list is not known, so a group stands for whoever
// it means to any of them: a plain word may be a host or, on AIX and in Ganesha, a netgroup.
class Groups {
 public:
  void add(const ShowmountExport& listed, const Names& names, NetgroupHosts& netgroups);
  [[nodiscard]] Match match(Caller& caller, const NetgroupHosts& netgroups) const;
  [[nodiscard]] const Span& span() const { return span_; }

 private:
  void add_group(std::string_view group, const Names& names, NetgroupHosts& netgroups);
  void add_name(std::string_view name, const Names& names, NetgroupHosts& netgroups);
  [[nodiscard]] Match match_names(Caller& caller) const;

  Span span_;
  bool everyone_ = false;
  bool unresolved_ = false;  // some name, and nobody to resolve it
  std::unordered_set<Address> addresses_;
  std::unordered_set<std::string> names_;  // in lower case
  std::vector<Network> networks_;
  std::vector<std::string_view> patterns_;
  std::vector<std::string_view> netgroups_;
};

void Groups::add(const ShowmountExport& listed, const Names& names, NetgroupHosts& netgroups) {
  if (!span_.is_set()) span_ = listed.span;
  everyone_ = everyone_ || listed.everyone;
  for (const Token& group : listed.groups) add_group(group.text, names, netgroups);
}

void Groups::add_group(std::string_view group, const Names& names, NetgroupHosts& netgroups) {
  const bool marked = group.starts_with('@');  // a netgroup, or a subnet of AIX
  const std::string_view plain = marked ? group.substr(1) : group;
  if (const auto network = network_of(plain)) {
    networks_.push_back(*network);
  } else if (group.find_first_of("*?[") != std::string_view::npos) {
    patterns_.push_back(group);
  } else if (marked) {
    netgroups.add(plain);
    netgroups_.push_back(plain);
  } else {
    add_name(group, names, netgroups);
  }
}

void Groups::add_name(std::string_view name, const Names& names, NetgroupHosts& netgroups) {
  unresolved_ = unresolved_ || !names.any_source();
  for (const NameAnswer& answer : names.addresses(name)) addresses_.insert(answer.address);
  names_.insert(to_lower(name));
  if (names.netgroup(name) == nullptr) return;
  netgroups.add(name);
  netgroups_.push_back(name);
}

Match Groups::match_names(Caller& caller) const {
  if (names_.empty() && patterns_.empty()) return Match::kNo;
  Match best = Match::kNo;
  for (const std::string_view name : caller.names()) {
    if (names_.count(to_lower(name)) != 0) return Match::kYes;
  }
  for (const std::string_view pattern : patterns_) {
    best = std::max(best, caller.matches_pattern(pattern));
  }
  return unresolved_ && best == Match::kNo ? Match::kMaybe : best;
}

Match Groups::match(Caller& caller, const NetgroupHosts& netgroups) const {
  if (everyone_ || addresses_.count(caller.address()) != 0) return Match::kYes;
  const auto contains = [&](const Network& network) { return network.contains(caller.address()); };
  if (std::any_of(networks_.begin(), networks_.end(), contains)) return Match::kYes;
  Match best = match_names(caller);
  for (const std::string_view name : netgroups_) {
    if (best == Match::kYes) break;
    best = std::max(best, netgroups.holds(name, caller));
  }
  return best;
}

class ShowmountGrants : public Grants {
 public:
  ShowmountGrants(const ShowmountList& list, const ServerContext& context)
      : tree_(context.tree), names_(context.names), netgroups_(context.names) {
    for (const ShowmountExport& listed : list.exports) {
      paths_[real_path(tree_, listed.path.text)].add(listed, names_, netgroups_);
    }
  }

  [[nodiscard]] Grant grant(std::string_view path, const Client& client) const override;

 private:
  struct PathHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view path) const {
      return std::hash<std::string_view>()(path);
    }
  };

  const FileTree& tree_;
  const Names& names_;
  NetgroupHosts netgroups_;
  std::unordered_map<std::string, Groups, PathHash, std::equal_to<>> paths_;
};

Grant listed_grant(const Groups& groups, Match match, Caller& caller) {
  Grant grant;
  grant.rule = groups.span();
  grant.entry = groups.span();
  grant.why = match == Match::kYes
                  ? "the list names " + caller.text() + ", and says nothing about rights"
                  : "the list may name " + caller.text() + ", whose names are not known";
  return grant;
}

// A directory below a listed one can be mounted as well, unless the server is another Ganesha.
Grant ShowmountGrants::grant(std::string_view path, const Client& client) const {
  const std::string asked = real_path(tree_, path);
  Caller caller(names_, client.address);
  Span nearest;
  for (std::string_view at = asked; !at.empty(); at = parent_of(at)) {
    const auto groups = paths_.find(at);
    if (groups == paths_.end()) continue;
    if (!nearest.is_set()) nearest = groups->second.span();
    const Match match = groups->second.match(caller, netgroups_);
    if (match != Match::kNo) return listed_grant(groups->second, match, caller);
  }
  if (!nearest.is_set()) {
    return denied(Denial::kNotExported, {},
                  "the list has neither " + quoted(asked) + " nor a directory above it");
  }
  Grant grant = denied(Denial::kNotListed, {}, "no entry of the list names " + caller.text());
  grant.entry = nearest;
  return grant;
}

}  // namespace

std::unique_ptr<Grants> make_showmount_grants(const ShowmountList& list,
                                              const ServerContext& context) {
  return std::make_unique<ShowmountGrants>(list, context);
}

}  // namespace nfsready
