// What `grep <node>` selects from a generated table, for all nodes at once.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "parse/generated_table.h"

namespace nfsready {

// The names that are looked for, by length.
class NameSet {
 public:
  void add(std::string_view name);
  [[nodiscard]] const std::vector<std::size_t>& lengths() const { return lengths_; }
  [[nodiscard]] bool has(std::string_view name) const { return names_.count(name) != 0; }

 private:
  std::unordered_set<std::string_view> names_;
  std::vector<std::size_t> lengths_;  // distinct, rising
};

// rc.dd_boot and aixlitesetup select a node's lines with a plain grep for its short name: no
// anchor, no word border. The index is made in one pass over the text, however many names.
class GrepIndex {
 public:
  GrepIndex(const std::vector<GeneratedLine>& lines, const NameSet& names);

  // Indices of the lines that contain the name anywhere, in file order.
  [[nodiscard]] const std::vector<std::uint32_t>& lines_with(std::string_view name) const;

 private:
  std::unordered_map<std::string_view, std::vector<std::uint32_t>> lines_;
};

}  // namespace nfsready
