// A tree that a test writes down as lines: "d 0755 0:0 dir", "f 0644 2:2 dir/file size=5 time=9".
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "copy/tree.h"

namespace nfsready::testing {

class TreeInMemory : public Tree {
 public:
  // Types are f, d, l, c, b, s, p. Further words: size=, time=, links=, id=, target=, device=A,B,
  // sparse, dense, digest=. Directories that are only named by what lies in them need no line.
  TreeInMemory(std::initializer_list<const char*> lines);

  // What next() says of a directory.
  void trouble(const std::string& path, const std::string& words);

  [[nodiscard]] const Entry& root() const override { return root_; }
  [[nodiscard]] std::optional<Listing> next() override;
  [[nodiscard]] std::uint64_t left() const override { return listings_.size() - next_; }

 private:
  Entry root_;
  std::vector<Listing> listings_;
  std::size_t next_ = 0;
};

}  // namespace nfsready::testing
