// How many names a second servers tell when all there is to ask is asked at once.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/address.h"
#include "observe/nfs_connection.h"

namespace nfsready::bench {

// Every READDIRPLUS and READLINK that tells a tree.
struct ListingPages {
  struct Page {
    Handle directory;
    DirectoryPosition position;
  };
  Address server;
  std::vector<Page> pages;  // empty: the tree could not be read
  std::vector<Handle> links;
  std::uint64_t names = 0;
};

[[nodiscard]] ListingPages learn_pages(const Address& server, const std::string& path);

enum class Asked : std::uint8_t { kPages, kPagesAndLinks };

// The best with one and with several connections to each server, all servers at the same time;
// names of all of them.
[[nodiscard]] double names_per_second(const std::vector<ListingPages>& trees, Asked asked);

}  // namespace nfsready::bench
