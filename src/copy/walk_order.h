// The directories of a tree that are being read ahead, in the order in which they are wanted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <utility>
#include <vector>

#include "copy/walked_directory.h"

namespace nfsready {

// A list in pre-order. The first directory is the one that is handed out next; of all that could be
// asked for, the one that is needed first is asked first. Not safe from several threads.
class WalkOrder {
 public:
  using Place = std::list<WalkedDirectory>::iterator;

  // `most_entries`: when so many are held, only the first directory is asked for.
  explicit WalkOrder(WalkedDirectory root, std::size_t most_entries);

  [[nodiscard]] bool empty() const { return directories_.empty(); }
  [[nodiscard]] std::size_t size() const { return directories_.size(); }
  [[nodiscard]] WalkedDirectory& front() { return directories_.front(); }

  // The directory that a call is to be made for next; false: none.
  [[nodiscard]] bool next_to_ask(Place& place);
  // A call of it has ended: it may want another one.
  void wants_again(Place place);
  // It is ready: lines up the directories below it, in order.
  void finish(Place place, std::vector<WalkedDirectory> below);
  // Entries that were added to a directory while it is read.
  void hold(Place place, std::size_t entries) {
    place->held += entries;
    held_ += entries;
  }
  // It has none of them any more.
  void let_go(Place place) { held_ -= std::exchange(place->held, 0); }
  [[nodiscard]] WalkedDirectory take_front();

 private:
  std::list<WalkedDirectory> directories_;
  Place cursor_;  // none before it wants a call
  std::size_t held_ = 0;
  std::size_t most_entries_;
};

}  // namespace nfsready
