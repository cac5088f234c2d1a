// A directory of a tree while it is read over NFS.
#pragma once

#include <cstddef>
#include <cstdint>
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

// Sees whether the cookies of a listing come round again, in bounded memory and after twice as many
// pages as are new (R. P. Brent's search for cycles).
class CookieWatch {
 public:
  [[nodiscard]] bool comes_again(std::uint64_t cookie) {
    if (cookie == kept_) return true;
    if (++pages_ < keeps_at_) return false;
    kept_ = cookie;
    keeps_at_ = 2 * pages_;
    return false;
  }

 private:
  std::uint64_t kept_ = 0;  // the first page's
  std::uint64_t pages_ = 0;
  std::uint64_t keeps_at_ = 1;
};

// A directory from when it is known until it is handed out.
struct WalkedDirectory {
  std::string path;  // below the tree's root
  Handle handle;
  std::shared_ptr<const Ancestors> line;  // itself and those above

  DirectoryPosition position;
  CookieWatch cookies;
  std::vector<Entry> entries;
  bool listed = false;                  // all names are known
  std::vector<std::size_t> incomplete;  // entries of which one more thing has to be asked
  std::size_t asked = 0;                // of them
  std::size_t in_flight = 0;            // calls
  std::size_t failures = 0;             // calls that ended without an answer, each by itself
  std::size_t restarts = 0;             // listings begun anew, as the server wished
  std::size_t delays = 0;               // that the server wished
  std::size_t held = 0;                 // entries that the order counts for it
  bool ready = false;
  std::string trouble;  // as in Listing

  // Whether a call can be made for it now. Pages of one listing follow each other.
  [[nodiscard]] bool wants_call() const {
    if (ready) return false;
    return listed ? asked < incomplete.size() : in_flight == 0;
  }
};

// Only the first trouble is kept.
void add_trouble(std::string words, std::string& trouble);

// Whether one more thing has to be asked: attributes and handle may be left out of a listing
// (RFC 1813, section 3.3.17), a link's target always is.
[[nodiscard]] bool is_incomplete(const Entry& entry);

// Lines an incomplete entry up once more, or gives it up: a server that grants everything and tells
// nothing is not asked for ever.
void ask_again(WalkedDirectory& directory, std::size_t index);

// When all is known. A server may change a directory between two pages and tell a name twice.
void sort_entries(WalkedDirectory& directory);

// Those below it, in order. One that is above itself is trouble.
[[nodiscard]] std::vector<WalkedDirectory> directories_in(WalkedDirectory& directory);

}  // namespace nfsready
