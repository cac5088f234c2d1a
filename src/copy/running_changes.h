// What a running cluster changes in its images by itself: no sign of a bad copy.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "copy/compare.h"

namespace nfsready {

struct RunningChange {
  // As fnmatch(3) has it. Without a slash it means a name anywhere in the tree; with one, a path
  // from the tree's root, where "*" stops at slashes. "/**" at its end: everything below.
  std::string_view pattern;
  std::string_view purpose;  // the word of Purpose; empty: of every tree
  Running running = Running::kAnything;
};

// All that are known, for people too.
[[nodiscard]] const std::vector<RunningChange>& running_changes();

// Those of one purpose, and patterns that the user adds, of which anything is passed over.
class RunningChanges {
 public:
  RunningChanges(std::string_view purpose, const std::vector<std::string>& added);

  [[nodiscard]] Running of(const std::string& path) const;

 private:
  struct Pattern {
    std::string text;
    bool is_name = false;   // of a name, wherever
    bool is_below = false;  // everything below
    Running running = Running::kAnything;
  };
  void add(std::string_view pattern, Running running);

  std::vector<Pattern> patterns_;
};

}  // namespace nfsready
