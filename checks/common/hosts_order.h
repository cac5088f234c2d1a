// The order of names in the hosts file of an AIX server. AIX compares its lists with the first name
// of a caller's hosts line only; where the exports use another name of that line throughout, the
// order of the file is the one cause of all refusals.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "checks/common/deciding_entry.h"
#include "engine/context.h"

namespace nfsready::checks {

// Not safe from several threads.
class HostsOrder {
 public:
  struct Listed {
    ReverseAnswer reverse;    // of the node's address on the server
    std::string_view listed;  // the name of its line that the entry lists; not the first one
  };

  explicit HostsOrder(const Context& context) : context_(context), entries_(context) {}

  // Of a mount that an AIX entry refuses because it lists a later name of the caller's line.
  [[nodiscard]] std::optional<Listed> listed_by(const JudgedMount& judged);

  // The same where the file is at fault: more than one entry is concerned, and no list of the
  // server admits a node by a first name like that one, with or without a domain. Else the entries
  // are.
  [[nodiscard]] std::optional<Listed> at_fault(const JudgedMount& judged);

  // The hosts line with the listed name first.
  [[nodiscard]] static std::string line_in_order(const JudgedMount& judged, const Listed& listed);

 private:
  struct OfServer {
    bool admits_short_names = false;
    bool admits_full_names = false;
    Span first_entry;
    bool several_entries = false;
  };

  void judge_servers();
  [[nodiscard]] const std::unordered_set<std::string_view>& clients_of(const AixExport& entry);

  const Context& context_;
  DecidingEntries entries_;
  bool judged_ = false;
  std::unordered_map<std::uint32_t, OfServer> servers_;
  std::unordered_map<const AixExport*, std::unordered_set<std::string_view>> clients_;
};

}  // namespace nfsready::checks
