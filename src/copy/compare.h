// Compares a copied tree with its source, directory by directory.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "copy/entry.h"
#include "copy/tree.h"
#include "observe/copy_observation.h"

namespace nfsready {

// One entry that differs. `aspects` is in the order of CopyAspect, without repetition.
struct Difference {
  std::string path;  // below both trees; empty: the tree itself
  std::optional<Entry> source;
  std::optional<Entry> copy;
  std::vector<CopyAspect> aspects;
  std::string words;  // of kUnread and kChanging
};

// What nodes and servers change while the cluster runs.
enum class Running : std::uint8_t {
  kNothing,
  kChanges,   // it may differ or be extra, but not be missing
  kAnything,  // it may be missing too, and everything below it
};

struct CompareRules {
  std::int64_t time_tolerance = 1;  // seconds
  bool times = true;
  // What a running cluster does with the entry at this path by itself; null: nothing.
  std::function<Running(const std::string& path)> running;
  // Whether what only the copy has is right: several sources are merged into it.
  std::function<bool(const std::string& path)> is_merged;
  bool only_common = false;  // what one side alone has is right
};

struct CompareCounts {
  std::uint64_t source_entries = 0;
  std::uint64_t copy_entries = 0;
  std::uint64_t bytes = 0;  // of files that both have
  std::uint64_t passed_over = 0;
  std::uint64_t left = 0;  // directories of the source that are known and not compared
};

struct CompareEvents {
  // Differences in the order of the trees; what a side does not tell and hard links come last.
  std::function<void(Difference difference)> differs;
  // Each pair of files of one size; may be empty.
  std::function<void(const std::string& path, const Entry& source, const Entry& copy)> same_size;
  // After each directory; may be empty.
  std::function<void(const CompareCounts& so_far)> progress;
};

// Reads both trees to their ends, or until `stop` (may be null) is set. Memory: one directory of
// each, and the files with several names.
CompareCounts compare(Tree& source, Tree& copy, const CompareRules& rules,
                      const CompareEvents& events, const std::atomic<bool>* stop = nullptr);

}  // namespace nfsready
