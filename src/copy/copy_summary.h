// Differences by kind: counted, with their commonest directory and values and the first of them.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "copy/compare.h"
#include "observe/copy_observation.h"

namespace nfsready {

class CopySummary {
 public:
  // To be called in the order in which the comparison tells them.
  void add(const Difference& difference);

  // By aspect, then by type.
  [[nodiscard]] std::vector<CopyDifference> differences() const;

 private:
  struct Group {
    CopyDifference difference;
    std::string directory;  // of the last entry
    std::uint64_t in_directory = 0;
    std::map<std::pair<std::string, std::string>, std::uint64_t> pairs;
  };
  std::map<std::pair<CopyAspect, std::uint8_t>, Group> groups_;
};

// What the entries of a difference are in one aspect, as CopyExample says it.
[[nodiscard]] std::pair<std::string, std::string> values_of(const Difference& difference,
                                                            CopyAspect aspect);

}  // namespace nfsready
