// How a copy was made, when one mistake explains differences of several kinds.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "checks/common/copied.h"

namespace nfsready::checks {

enum class CopyMistake : std::uint8_t {
  kNone,       // each kind of difference stands for itself
  kTooDeep,    // the tree lies in a directory of the copy
  kSquashed,   // everything belongs to nobody: root was squashed
  kNotAsRoot,  // everything belongs to one user
  kPlain,      // owners, modes and times are those of a new file: cp -r, scp -r, rsync -r
  kLinksFollowed,
  kOtherVersion  // the source, or the copy, was changed after it was copied
};

struct HowCopied {
  CopyMistake mistake = CopyMistake::kNone;
  CopyAspect told_as = CopyAspect::kMissing;  // whose check tells it
  std::vector<CopyAspect> also;               // that it explains, beside those of that check
};

// Of the copies of one group, which were made in one way.
[[nodiscard]] HowCopied how_copied(const CopiedTrees& group);

// The differences of these aspects, without those that are told under another one's check.
[[nodiscard]] CountedDifferences count_untold(const CopiedTrees& group, const HowCopied& how,
                                              const std::vector<CopyAspect>& aspects);

// "; from the same cause: 4 missing, 80 with another time"; empty when nothing else is explained.
[[nodiscard]] std::string also_explained(const CopiedTrees& group, const HowCopied& how);

}  // namespace nfsready::checks
