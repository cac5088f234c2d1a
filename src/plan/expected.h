// What a node expects to find below a path that it mounted.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/site.h"
#include "plan/mount.h"

namespace nfsready {

enum class ExpectedKind : std::uint8_t {
  kAny,  // nothing depends on what it is
  kFile,
  kDirectory,  // or a link to one
  kProgram,    // a file that is executed
};

enum class ExpectedUse : std::uint8_t {
  kBoot,      // the boot stops without it
  kBootText,  // the same; what it says is judged
  kOverlay,   // a tree's copy of a litefile entry: another tree or the image may have it
  kKept,    // the persistent area's copy of a litefile entry: the node makes it when it is missing
  kPaging,  // a paging file
  kOwn,     // the node's own directory: the node makes it when it is missing
};

struct ExpectedName {
  std::string name;  // relative to Mount::asked, with slashes
  ExpectedKind kind = ExpectedKind::kAny;
  ExpectedUse use = ExpectedUse::kBoot;
};

// What the boot script looks for in a tree, or in the image's .default, for a litefile entry. Empty
// name: nothing.
[[nodiscard]] ExpectedName overlay_name(std::string_view litefile_path);

// The names that a mount of the node's boot needs, in an order that only depends on the plan. They
// follow from what NIM and mkdsklsnode put into a SPOT, a root and a shared_root, and from what the
// boot script does with the litefile entries.
[[nodiscard]] std::vector<ExpectedName> expected_names(const Node& node, const NodePlan& plan,
                                                       const Mount& mount);

}  // namespace nfsready
