// Trees that are merged on one server: which names several of them hold. Each tree is read once,
// whatever their number.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "copy/tree.h"

namespace nfsready {

// A tree that was read.
class ListedTree : public Tree {
 public:
  ListedTree(Entry root, std::vector<Listing> listings)
      : root_(std::move(root)), listings_(std::move(listings)) {}

  [[nodiscard]] const Entry& root() const override { return root_; }
  [[nodiscard]] std::optional<Listing> next() override;
  [[nodiscard]] std::uint64_t left() const override { return listings_.size() - next_; }

 private:
  Entry root_;
  std::vector<Listing> listings_;
  std::size_t next_ = 0;
};

struct HeldNames {
  std::vector<Listing> listings;          // in the order of Tree
  std::vector<std::string> own_suffixes;  // whose files are the tree's own: "hosts.SUFFIX"
};

// What two trees are compared in.
struct SharedByTwo {
  std::size_t first = 0;  // less than the second
  std::size_t second = 0;
  std::vector<Listing> of_first;
  std::vector<Listing> of_second;
};

// Of each name that several trees hold, one of them with each of the others: the one whose own file
// it is, else the first. The first tree with every other one, and what both could not list, in any
// case. In the order of the trees.
[[nodiscard]] std::vector<SharedByTwo> shared_names(const std::vector<HeldNames>& trees);

}  // namespace nfsready
