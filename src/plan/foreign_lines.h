// What becomes of a node for which the boot scripts select lines of other nodes, too: they look for
// its short name anywhere in a line (aixlitesetup, and the hooks in rc.dd_boot).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "finding/severity.h"
#include "plan/mount.h"

namespace nfsready {

// The first selected line that is not the node's own; null when there is none.
[[nodiscard]] const GeneratedLine* first_foreign_line(const NodePlan& plan, const Node& node);

struct ForeignResult {
  enum class Kind : std::uint8_t {
    kBasecust,  // the hook does not find the node's basecust file
    kArea,      // the persistent area is another node's
    kTree,      // a tree of another node is searched for the node's files
    kFile,      // a litefile entry of another node is applied
  };
  Kind kind = Kind::kBasecust;
  std::string taken;  // what is mounted, "10.1.0.50:/state", or the litefile line
  Effect effect = Effect::kDegraded;
  Certainty certainty = Certainty::kCertain;
};

// What differs from what the node's own lines alone would do; at most one of each kind. Nothing
// when the other lines repeat the node's own.
[[nodiscard]] std::vector<ForeignResult> foreign_results(const NodePlan& plan, const Node& node);

}  // namespace nfsready
