// The directories of a tree that are being read ahead, in the order in which they are wanted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include "copy/entry.h"
#include "observe/nfs_connection.h"

namespace nfsready {

// The directories above one; compared to see that a tree does not come round again.
struct Ancestors {
  std::uint64_t id = 0;
  std::shared_ptr<const Ancestors> above;
};

// A directory from when it is known until it is handed out.
struct WalkedDirectory {
  std::string path;  // below the tree's root
  Handle handle;
  std::shared_ptr<const Ancestors> line;  // itself and those above

  DirectoryPosition position;
  std::vector<Entry> entries;
  bool listed = false;                  // all names are known
  std::vector<std::size_t> incomplete;  // entries of which one more thing has to be asked
  std::size_t asked = 0;                // of them
  std::size_t in_flight = 0;            // calls
  std::size_t failures = 0;             // calls that ended without an answer, each by itself
  std::size_t restarts = 0;             // listings begun anew, as the server wished
  std::size_t held = 0;                 // entries that the order counts for it
  bool ready = false;
  std::string trouble;  // as in Listing

  // Whether a call can be made for it now. Pages of one listing follow each other.
  [[nodiscard]] bool wants_call() const {
    if (ready) return false;
    return listed ? asked < incomplete.size() : in_flight == 0;
  }
};

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
  [[nodiscard]] WalkedDirectory take_front();

 private:
  std::list<WalkedDirectory> directories_;
  Place cursor_;  // none before it wants a call
  std::size_t held_ = 0;
  std::size_t most_entries_;
};

}  // namespace nfsready
