// The entries of a Linux table, ready to be found by path and caller.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "exports/linux.h"
#include "grant/caller.h"
#include "grant/linux_hosts.h"
#include "model/file_tree.h"

namespace nfsready {

// An entry that matches a caller, or may.
struct LinuxCandidate {
  const LinuxExport* entry = nullptr;
  const LinuxRule* rule = nullptr;
  bool sure = false;
  std::string_view path;                // the exported path, resolved
  const LinuxClient* passed = nullptr;  // an entry of the same path that would have come later
};

class LinuxRules {
 public:
  // The entries that are read, or the ones that are lost. Refers to all its arguments.
  LinuxRules(const LinuxExports& exports, bool lost, const FileTree& tree, const Names& names);

  // Appends the candidates of one path and of its parents, in the order in which mountd tries them,
  // up to and including the first sure one. `path` must be resolved.
  void find(std::string_view path, Caller& caller, std::vector<LinuxCandidate>& found) const;

  // The first export of a path, or of the nearest one above it that is exported; or null.
  [[nodiscard]] const LinuxExport* nearest_export(std::string_view path) const;
  // Whether the kernel lists a path only for clients of NFSv4 that walk through it.
  [[nodiscard]] bool is_pseudo(std::string_view path) const;

 private:
  struct Ref {
    const LinuxExport* entry = nullptr;
    const LinuxRule* rule = nullptr;
  };
  struct AddressRef {
    Address address;
    std::uint32_t ref = 0;
  };
  using AddressRefs = std::vector<AddressRef>;  // by address, then in reading order
  struct NetworkRefs {
    Address mask;
    AddressRefs networks;
  };
  // The entries of one path, as indices into refs_.
  struct PathRules {
    std::vector<std::uint32_t> joined;  // of /proc; most members first
    AddressRefs hosts;
    std::vector<std::uint32_t> unresolved;  // hosts whose names nobody can resolve
    std::vector<NetworkRefs> networks;      // one element per mask
    std::vector<std::uint32_t> others;      // by kind, then in reading order
    const LinuxExport* first = nullptr;     // null when there are pseudo entries only
    bool pseudo = false;
  };
  struct PathHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view path) const {
      return std::hash<std::string_view>()(path);
    }
  };
  using Paths = std::unordered_map<std::string, PathRules, PathHash, std::equal_to<>>;

  void add(const LinuxExport& entry, const LinuxRule& rule, PathRules& rules);
  void add_host(std::uint32_t ref, PathRules& rules);
  void add_network(std::uint32_t ref, PathRules& rules);
  void sort(PathRules& rules) const;
  // The first entry for an address in a list, or none.
  static std::optional<std::uint32_t> first_for(const AddressRefs& refs, const Address& address);
  static std::optional<std::uint32_t> first_network(const PathRules& rules, const Address& address);
  bool find_at(const Paths::value_type& path, Caller& caller,
               std::vector<LinuxCandidate>& found) const;
  bool find_host(const Paths::value_type& path, Caller& caller,
                 std::vector<LinuxCandidate>& found) const;
  bool append(std::uint32_t ref, Match match, const Paths::value_type& path,
              std::vector<LinuxCandidate>& found) const;
  const LinuxClient* passed_by(const LinuxRule& rule, const PathRules& rules) const;
  Match match(const LinuxClient& client, Caller& caller) const;
  Match match_all(const LinuxRule& rule, Caller& caller) const;

  const Names* names_;
  LinuxHosts hosts_;
  NetgroupHosts netgroups_;
  std::vector<Ref> refs_;  // in reading order
  Paths paths_;
};

}  // namespace nfsready
