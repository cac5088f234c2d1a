// Exports whose path is one slip of the keyboard away from a path that nodes mount.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "checks/common/faults.h"
#include "engine/context.h"
#include "engine/sink.h"

namespace nfsready::checks {

// Whether one letter was left out, added or changed, or two neighbours were swapped. Another digit
// is no slip: it is another image, or another node.
[[nodiscard]] bool is_one_slip_apart(std::string_view one, std::string_view other);

// Not safe from several threads.
class MisspeltPaths {
 public:
  explicit MisspeltPaths(const Context& context) : context_(context) {}

  // The path of the export that was meant to be what the mount asks for: no mount of the run is
  // served by it, and it would give this one all that it needs. Null when there is none. Only some
  // paths of a run are looked at: with many, something else is the matter.
  [[nodiscard]] const Token* meant_for(const JudgedMount& judged);

 private:
  void find_used();
  [[nodiscard]] const std::vector<Token>& unused_of(const Server& server);
  [[nodiscard]] const std::vector<const Token*>& near(const Server& server, std::string_view path);
  [[nodiscard]] bool names_another_node(const JudgedMount& judged, std::string_view path);

  static constexpr std::size_t kMostPaths = 32;

  const Context& context_;
  bool used_found_ = false;
  std::set<std::pair<SourceId, std::uint32_t>> used_;  // entries, by their start
  std::unordered_set<std::string_view> node_names_;
  std::unordered_map<const Server*, std::vector<Token>> unused_;
  std::map<std::pair<const Server*, std::string_view>, std::vector<const Token*>> near_;
};

// Adds such a mount to the finding about the entry.
void add_misspelt(const Context& context, const JudgedMount& judged, const Token& path,
                  Draft& draft);

}  // namespace nfsready::checks
