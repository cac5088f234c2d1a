// Moves the elements of one vector to the end of another.
#pragma once

#include <iterator>
#include <utility>
#include <vector>

namespace nfsready {

template <typename Element>
void append(std::vector<Element> from, std::vector<Element>& to) {
  if (to.empty()) {
    to = std::move(from);
  } else {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  }
}

}  // namespace nfsready
