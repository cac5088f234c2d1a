// Files of one node in etc/.client_data of two service nodes that differ: as they were collected,
// and as the servers showed them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "checks/common/boot_edits.h"
#include "engine/context.h"

namespace nfsready::checks {

// The service node that boots a node, and another one that has other files of it.
struct ClaimConflict {
  const NodePlan* plan = nullptr;
  const BootFiles* files = nullptr;  // of the one that boots it
  std::uint32_t other = kNoIndex;
  bool is_backup = false;  // the other one is the node's too
  std::vector<Span> locations;
  std::vector<std::string> evidence;  // lines
  // Of the copy that was compared with the files of the service node that boots it: kWrongData when
  // it holds others, kDegraded when only their times tell.
  Effect on_copy = Effect::kNone;
};

// Shared by the checks, see Context::shared(). What the missing edit of a backup explains is none.
// What such a conflict did to the copy has its cause here: NR713 tells it, and no other check.
class ClaimConflicts {
 public:
  explicit ClaimConflicts(const Context& context);

  [[nodiscard]] const std::vector<ClaimConflict>& all() const { return all_; }

  // Whether there is one about the node whose file this is, in a copy of a service node's files.
  [[nodiscard]] bool has(std::string_view file, const CopySide& source) const;

 private:
  class Finder;

  [[nodiscard]] std::vector<ClaimConflict*> about(std::string_view file, const CopySide& source);
  [[nodiscard]] std::vector<std::size_t> places_of(std::string_view file,
                                                   const CopySide& source) const;

  std::vector<ClaimConflict> all_;
  std::map<std::string_view, std::vector<std::size_t>> by_node_;  // NIM name; into all_
  const Site& site_;
};

}  // namespace nfsready::checks
