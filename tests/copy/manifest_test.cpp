#include "copy/manifest.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iomanip>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "copy/compare.h"
#include "copy/itemised.h"
#include "copy/manifest_lines.h"
#include "copy/manifest_tree.h"
#include "copy/tree_in_memory.h"

namespace nfsready::testing {
namespace {

class Manifest : public ::testing::Test {
 protected:
  std::string write(const std::string& text) {
    std::string file =
        (std::filesystem::temp_directory_path() /
         ("nfsready-" +
          std::string(::testing::UnitTest::GetInstance()->current_test_info()->name())))
            .string();
    std::ofstream(file, std::ios::binary) << text;
    files_.push_back(file);
    return file;
  }

  std::vector<Listing> read(const std::string& text) {
    const auto tree = read_manifest(write(text));
    EXPECT_TRUE(tree) << (tree ? "" : tree.error().message);
    std::vector<Listing> all;
    while (auto listing = tree.value()->next()) all.push_back(std::move(*listing));
    return all;
  }

  std::string error(const std::string& text) {
    const auto tree = read_manifest(write(text));
    return tree ? "none" : tree.error().message;
  }

  void TearDown() override {
    for (const std::string& file : files_) std::filesystem::remove(file);
  }

 private:
  std::vector<std::string> files_;
};

TEST_F(Manifest, ReadsWhatBsdtarWrites) {
  const auto all = read(
      "#mtree\n"
      "./b/z time=5.7 mode=4755 gid=3 uid=2 inode=9 nlink=2 type=file size=7 "
      "sha256digest=98ea6e4f216f2fb4b69fff9b3a44842c38686ca685f3f55dc48c5d3fb1107be4\n"
      ". time=1.0 mode=755 gid=0 uid=0 type=dir\n"
      "./b time=1.0 mode=755 gid=0 uid=0 type=dir\n"
      "./a\\040b time=1.0 mode=777 gid=0 uid=0 type=link link=../x\\040y\n"
      "./c time=1.0 mode=600 gid=0 uid=0 type=char device=native,10,5\n");
  ASSERT_EQ(all.size(), 2U);
  ASSERT_EQ(all[0].entries.size(), 3U);
  EXPECT_EQ(all[0].entries[0].name, "a b");
  EXPECT_EQ(all[0].entries[0].target, "../x y");
  EXPECT_EQ(all[0].entries[2].device, (DeviceNumber{10, 5}));
  EXPECT_EQ(all[1].path, "b");
  const Entry& file = all[1].entries.at(0);
  EXPECT_EQ(file.mode, 04755U);
  EXPECT_EQ(file.uid, 2U);
  EXPECT_EQ(file.gid, 3U);
  EXPECT_EQ(file.links, 2U);
  EXPECT_EQ(file.mtime, 5);
  EXPECT_EQ(file.size, 7U);
  EXPECT_EQ(file.id, 9U);
  EXPECT_EQ(file.digest.size(), 32U);
  EXPECT_FALSE(file.sparse.has_value());
}

TEST_F(Manifest, ReadsRelativeBlocksWithDefaults) {
  const auto all = read(
      "#\t   user: root\n"
      "/set type=file uid=0 gid=0 mode=0644 nlink=1\n"
      ".               type=dir mode=0755\n"
      "    f           size=3\n"
      "d               type=dir mode=0755\n"
      "    g           uid=5 size=4\n"
      "..\n"
      "..\n");
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].entries.at(1).name, "f");
  EXPECT_EQ(all[0].entries.at(1).mode, 0644U);
  EXPECT_EQ(all[1].path, "d");
  EXPECT_EQ(all[1].entries.at(0).uid, 5U);
}

TEST_F(Manifest, WhatItNeverSaysIsNotKnown) {
  const auto all = read("#mtree\n./f type=file size=3\n");
  const Entry& file = all.at(0).entries.at(0);
  EXPECT_FALSE(file.mode || file.uid || file.gid || file.mtime);
  EXPECT_FALSE(read("#mtree\n./f type=file\n").at(0).entries.at(0).size.has_value());
}

TEST_F(Manifest, DirectoriesThatAreOnlyImpliedAreThere) {
  const auto all = read("#mtree\n./a/b/f type=file\n");
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].entries.at(0).type, EntryType::kDirectory);
  EXPECT_EQ(all[2].path, "a/b");
}

TEST_F(Manifest, ANameToldTwiceOrOutsideIsTrouble) {
  EXPECT_NE(read("#mtree\n./a/f type=file size=1\n./a//f type=file size=2\n").at(1).trouble, "");
  EXPECT_NE(read("#mtree\n./f type=file\n./../g type=file\n").at(0).trouble, "");
}

TEST_F(Manifest, OtherTextsAreNoManifests) {
  EXPECT_NE(error("").find("it is empty"), std::string::npos);
  EXPECT_NE(error("root:x:0:0:root:/root:/bin/bash\n").find("no manifest"), std::string::npos);
  EXPECT_NE(error(std::string("\x7f"
                              "ELF\0\0",
                              6))
                .find("no manifest"),
            std::string::npos);
  const auto missing = read_manifest("/nonexistent/manifest");
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message.find("cannot read"), std::string::npos);
}

std::string owner_of(const Entry& entry) {
  std::ostringstream text;
  text << entry.name << ' ' << entry.uid.value_or(-1) << ':' << entry.gid.value_or(-1) << ' '
       << std::setfill('0') << std::setw(4) << std::oct << entry.mode.value_or(0);
  return text.str();
}

// The first and the last entry of a listing.
std::string ends_of(const std::optional<Listing>& listing) {
  if (!listing) return "none";
  return std::to_string(listing->entries.size()) + " in '" + listing->path +
         "': " + owner_of(listing->entries.front()) + ", " + owner_of(listing->entries.back()) +
         listing->trouble;
}

// Longer than a piece of it that is read at once: defaults and the directory go on.
TEST_F(Manifest, ALongOneIsReadAsAWhole) {
  std::string text = "#mtree\n/set type=file uid=5 mode=0640\n. type=dir\nd type=dir uid=6\n";
  for (int i = 100'000; i < 160'000; ++i) text += "    f" + std::to_string(i) + " size=1 gid=7\n";
  text += "..\n/unset uid\nlast size=2 \\\n    gid=8\n";
  const auto tree = read_manifest(write(text));
  ASSERT_TRUE(tree) << tree.error().message;
  EXPECT_EQ(tree.value()->left(), 2U);
  EXPECT_EQ(ends_of(tree.value()->next()), "2 in '': d 6:0 0640, last 0:8 0640");
  EXPECT_EQ(ends_of(tree.value()->next()), "60000 in 'd': f100000 5:7 0640, f159999 5:7 0640");
  EXPECT_EQ(ends_of(tree.value()->next()), "none");
  EXPECT_EQ(tree.value()->left(), 0U);
}

TEST_F(Manifest, AnErrorFarBelowIsToldWithItsPlace) {
  std::string text = "#mtree\n";
  for (int i = 0; i < 60'000; ++i)
    text += "./d/file-of-some-length" + std::to_string(i) + " type=file\n";
  EXPECT_NE(error(text + "/wrong\n").find("from line "), std::string::npos);
  EXPECT_NE(error(text + std::string(100'000, 'x') + "\n").find("line 60002 is too long"),
            std::string::npos);
}

TEST_F(Manifest, ADeepOneCostsNoMoreThanItsText) {
  std::string path = "./";
  for (int i = 0; i < 30'000; ++i) path += "a/";
  const auto tree = read_manifest(write("#mtree\n" + path + "f type=file\n"));
  ASSERT_TRUE(tree) << tree.error().message;
  EXPECT_EQ(tree.value()->left(), 30'001U);
}

TEST_F(Manifest, OfADeepOneEachDirectoryIsLookedUpOnce) {
  constexpr std::size_t kDepth = 10'000;
  ManifestTree tree;
  Entry entry;
  entry.type = EntryType::kDirectory;
  std::string path;
  for (std::size_t i = 0; i < kDepth; ++i) {
    path += i == 0 ? "d" : "/d";
    tree.add(path, entry);
  }
  tree.finish(kTypeKeyword);
  EXPECT_LE(tree.lookups(), kDepth);
  std::string last;
  while (const auto listing = tree.next()) last = listing->path;
  EXPECT_EQ(last + "/d", path);
}

TEST_F(Manifest, PathsThatHaveMuchInCommonAreKeptApart) {
  const auto all = read(
      "#mtree\n./a/b/c/f type=file\n./a/b/cd/f type=file\n./a/b/f type=file\n"
      "./ab/f type=file\n./a/b/c/g type=file\n./f type=file\n");
  std::vector<std::string> names;
  for (const Listing& listing : all) {
    for (const Entry& one : listing.entries) names.push_back(listing.path + ":" + one.name);
  }
  EXPECT_EQ(names, (std::vector<std::string>{":a", ":ab", ":f", "a:b", "a/b:c", "a/b:cd", "a/b:f",
                                             "a/b/c:f", "a/b/c:g", "a/b/cd:f", "ab:f"}));
}

// Relative names: a short line may stand for a long path.
TEST_F(Manifest, WhatLiesDeeperThanAnythingHasABound) {
  constexpr std::size_t kDepth = 100'000;
  std::string text = "#mtree\n. type=dir\n";
  for (std::size_t i = 0; i < kDepth; ++i) text += "d type=dir\n";
  EXPECT_NE(error(text).find(": its path is too long"), std::string::npos);
  std::istringstream in(text);
  ManifestLines lines(in);
  std::size_t told = 0;
  auto piece = lines.next();
  for (; piece && !piece.value().empty(); piece = lines.next()) told += piece.value().size();
  EXPECT_FALSE(piece);
  EXPECT_LT(told, kDepth * 1000);
}

TEST_F(Manifest, IsReadNoFurtherWhenTheRunIsInterrupted) {
  const std::atomic<bool> stop = true;
  EXPECT_FALSE(read_manifest(write("#mtree\n./f type=file\n"), &stop));
}

TEST_F(Manifest, APathThatComesLastIsOneAsAWhole) {
  const auto all = read("#mtree\ntype=dir mode=0755 ./d\ntype=file mode=0600 size=3 ./d/f\n");
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[1].entries.at(0).size, 3U);
}

TEST_F(Manifest, TroubleOfADirectoryWithoutEntriesIsTold) {
  EXPECT_NE(read("#mtree\n./../g type=file\n").at(0).trouble, "");
}

TEST_F(Manifest, WhatIsNotWholeIsNotTakenForWholeWhenItIsRead) {
  TreeInMemory tree = {"d 0755 0:0 a", "d 0755 0:0 a/\xe4#", "f 0644 0:0 b"};
  tree.trouble("a/\xe4#", "13 access denied");
  tree.trouble("", "interrupted\n");
  std::ostringstream out;
  ASSERT_TRUE(write_manifest(tree, out, nullptr));
  const auto all = read(out.str());
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].trouble, "interrupted\\n");
  EXPECT_EQ(all[0].entries.size(), 2U);
  EXPECT_EQ(all[1].trouble, "");
  EXPECT_EQ(all[2].path, "a/\xe4#");
  EXPECT_EQ(all[2].trouble, "13 access denied");
}

TEST_F(Manifest, OneThatWasCutIsNotWhole) {
  const auto all = read(
      "#mtree\n"
      "./a type=file size=41\n"
      "./b type=file size=4");
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].trouble, "line 3 has no end: the manifest was cut");
  ASSERT_EQ(all[0].entries.size(), 1U);
  EXPECT_EQ(all[0].entries[0].name, "a");
}

TEST_F(Manifest, WhatIsWrittenIsRead) {
  const std::initializer_list<const char*> lines = {
      "d 0755 0:0 d",
      "f 4555 1:2 d/f size=9 time=50 links=2 id=7 dense",
      "l 0777 0:0 d/l target=../x",
      "c 0600 0:0 n device=10,300",
      "p 0600 0:0 p",
      "s 0600 0:0 s",
      "f 0600 0:0 sp size=9000000 time=5 sparse",
      "b 0600 0:0 \xe4\x01 device=8,1"};
  TreeInMemory tree(lines);
  std::ostringstream out;
  const auto summary = write_manifest(tree, out, nullptr);
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary.value().entries, 8U);
  const auto again = read_manifest(write(out.str()));
  ASSERT_TRUE(again);
  TreeInMemory source(lines);
  std::vector<std::string> differences;
  CompareEvents events;
  events.differs = [&](const Difference& one) { differences.push_back(itemised(one)); };
  const CompareCounts counts = compare(source, *again.value(), {}, events);
  EXPECT_EQ(differences, std::vector<std::string>());
  EXPECT_EQ(counts.copy_entries, 8U);
}

}  // namespace
}  // namespace nfsready::testing
