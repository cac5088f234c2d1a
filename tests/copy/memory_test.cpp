// What a comparison keeps in memory, in bytes that are allocated. Where the allocator does not
// count (sanitizers), nothing is found.
#include <gtest/gtest.h>
#include <malloc.h>

#include <string>

#include "copy/hard_links.h"
#include "copy/manifest_tree.h"

namespace nfsready::testing {
namespace {

std::size_t allocated() {
  const struct mallinfo2 counted = mallinfo2();
  return counted.uordblks + counted.hblkhd;
}

Entry file_with_two_names(std::uint64_t id) {
  Entry entry;
  entry.size = 1;
  entry.links = 2;
  entry.id = id;
  return entry;
}

TEST(CopyMemory, AFileWithSeveralNamesCostsLittleMoreThanItsName) {
  constexpr std::size_t kFiles = 50'000;
  const std::string directory(300, 'd');
  const std::size_t before = allocated();
  HardLinks links;
  for (std::size_t i = 0; i < kFiles; ++i) {
    const Entry entry = file_with_two_names(1 + i / 2);
    links.add(directory + "/file-of-a-usual-name-" + std::to_string(100'000 + i), entry, entry);
  }
  EXPECT_LT(allocated(), before + kFiles * 90);
  std::size_t differences = 0;
  links.tell([&](const Difference&) { ++differences; });
  EXPECT_EQ(differences, 0U);
}

TEST(CopyMemory, WhatAManifestHasHandedOutIsNotKept) {
  constexpr std::size_t kDirectories = 100;
  constexpr std::size_t kFiles = 500;  // of each
  ManifestTree tree;
  for (std::size_t directory = 0; directory < kDirectories; ++directory) {
    for (std::size_t file = 0; file < kFiles; ++file) {
      tree.add("d" + std::to_string(directory) + "/f" + std::to_string(file),
               file_with_two_names(0));
    }
  }
  tree.finish(0);
  const std::size_t before = allocated();
  if (before == 0) GTEST_SKIP() << "nothing is counted here";
  std::size_t entries = 0;
  while (const auto listing = tree.next()) entries += listing->entries.size();
  EXPECT_EQ(entries, kDirectories * (kFiles + 1));
  EXPECT_LT(allocated() + kDirectories * kFiles * 50, before);
}

}  // namespace
}  // namespace nfsready::testing
