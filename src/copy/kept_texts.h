// Texts that are kept one behind the other: a string of its own would cost more than a name.
#pragma once

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <string_view>
#include <vector>

namespace nfsready {

class KeptTexts {
 public:
  // Where the parts lie now, without anything between them; they never move.
  const char* keep(std::initializer_list<std::string_view> parts) {
    std::size_t length = 0;
    for (const std::string_view part : parts) length += part.size();
    if (blocks_.empty() || used_ + length > kBlockBytes) {
      blocks_.push_back(std::make_unique<char[]>(std::max(kBlockBytes, length)));
      used_ = 0;
    }
    char* const begin = blocks_.back().get() + used_;
    char* end = begin;
    for (const std::string_view part : parts) end = std::copy(part.begin(), part.end(), end);
    used_ += length;
    return begin;
  }

 private:
  static constexpr std::size_t kBlockBytes = std::size_t{1} << 18U;

  std::vector<std::unique_ptr<char[]>> blocks_;
  std::size_t used_ = 0;  // of the last of them
};

}  // namespace nfsready
