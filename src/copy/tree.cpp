#include "copy/tree.h"

#include <algorithm>

namespace nfsready {

// Byte by byte, where the slash is less than every other byte: "a/b" comes before "a.b".
bool comes_before(std::string_view left, std::string_view right) {
  const auto rank = [](char byte) {
    return byte == '/' ? 0 : static_cast<int>(static_cast<unsigned char>(byte)) + 1;
  };
  return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end(),
                                      [&](char a, char b) { return rank(a) < rank(b); });
}

}  // namespace nfsready
