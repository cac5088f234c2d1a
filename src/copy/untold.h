// What a side of a comparison does not tell of its entries, so that it is not compared.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "copy/entry.h"

namespace nfsready {

class Untold {
 public:
  // `times`: whether times are compared at all. Holes, names of one file and digests are only
  // compared where both sides tell them; nobody takes them for granted.
  void add(const std::string& path, const Entry& entry, bool times);

  [[nodiscard]] bool is_empty() const { return !has_any_; }
  // The first entry of which something is not told.
  [[nodiscard]] const std::string& path() const { return path_; }
  // "it does not tell the mode of 3 entries, the size of 1 entry".
  [[nodiscard]] std::string words() const;

 private:
  static constexpr std::size_t kKinds = 6;
  std::array<std::uint64_t, kKinds> counts_{};
  std::string path_;
  bool has_any_ = false;
};

}  // namespace nfsready
