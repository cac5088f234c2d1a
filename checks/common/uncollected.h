// Boot files that a snapshot shows to be missing.
#pragma once

#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "engine/context.h"

namespace nfsready::checks {

// Whether the files alone tell that a node lacks its hosts or filesystems file (NR322): it was not
// collected, and those of other nodes were. Nothing is looked up before the first question.
class Uncollected {
 public:
  explicit Uncollected(const Context& context) : context_(context) {}

  // `name` is relative to the mounted private or shared root.
  [[nodiscard]] bool is_told(const JudgedMount& judged, std::string_view name);

 private:
  [[nodiscard]] bool holds_others(const Server& server, const Node& node, std::string_view root);

  const Context& context_;
  // By server: directories of collected private roots.
  std::unordered_map<const Server*, std::unordered_set<std::string_view>> folders_;
};

}  // namespace nfsready::checks
