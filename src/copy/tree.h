// One side of a comparison: the directories of a tree, one after the other.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "copy/entry.h"

namespace nfsready {

struct Listing {
  std::string path;            // below the root of the tree, with slashes; empty: the root itself
  std::vector<Entry> entries;  // by name, as bytes; no name twice
  std::string trouble;         // why entries may be missing, in words; empty: all are there
};

// Both sides of a comparison come in the same order, so that neither has to be kept: a directory
// before those below it, these in the order of their names as bytes.
class Tree {
 public:
  virtual ~Tree() = default;

  // The tree's own directory; its name is empty.
  [[nodiscard]] virtual const Entry& root() const = 0;

  // The next directory; nothing after the last one. May block. A directory that could not be read
  // at all is a listing without entries, in trouble.
  [[nodiscard]] virtual std::optional<Listing> next() = 0;

  // Directories that are known and were not handed out yet; more may lie below them.
  [[nodiscard]] virtual std::uint64_t left() const = 0;
};

// Whether the directory `left` comes before `right` in that order.
[[nodiscard]] bool comes_before(std::string_view left, std::string_view right);

}  // namespace nfsready
