#include "copy/shared_names.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "copy/copy_run.h"
#include "copy/wanted_copies.h"

namespace nfsready::testing {
namespace {

HeldNames tree_of(const std::vector<std::string>& names, const std::vector<std::string>& own) {
  HeldNames tree;
  tree.listings.push_back({"", {}, {}});
  for (const std::string& name : names) {
    Entry entry;
    entry.name = name;
    tree.listings.front().entries.push_back(entry);
  }
  tree.own_suffixes = own;
  return tree;
}

// "0-2 hosts.a hosts.b": trees, and what they are compared in.
std::vector<std::string> told(const std::vector<SharedByTwo>& all) {
  std::vector<std::string> lines;
  for (const SharedByTwo& shared : all) {
    std::string line = std::to_string(shared.first) + "-" + std::to_string(shared.second);
    EXPECT_EQ(shared.of_first.size(), shared.of_second.size());
    for (std::size_t i = 0; i < shared.of_first.size(); ++i) {
      for (const Entry& entry : shared.of_first[i].entries) line += " " + entry.name;
      EXPECT_EQ(shared.of_first[i].entries.size(), shared.of_second[i].entries.size());
    }
    lines.push_back(line);
  }
  return lines;
}

using Lines = std::vector<std::string>;

TEST(SharedNames, TheOwnersFileIsComparedWithEveryOtherOne) {
  EXPECT_EQ(told(shared_names({tree_of({"hosts.a", "hosts.b"}, {"a"}),
                               tree_of({"hosts.a", "hosts.b", "hosts.gone"}, {"b"}),
                               tree_of({"hosts.b", "hosts.c", "hosts.gone"}, {"c"})})),
            (Lines{"0-1 hosts.a hosts.b", "0-2", "1-2 hosts.b hosts.gone"}));
}

TEST(SharedNames, ATreeThatAloneHasItsNamesIsComparedOnce) {
  std::vector<HeldNames> trees;
  for (int i = 0; i < 128; ++i) {
    const std::string node = std::to_string(i);
    trees.push_back(tree_of({"filesystems." + node, "hosts." + node}, {node}));
  }
  EXPECT_EQ(shared_names(trees).size(), 127U);
}

TEST(SharedNames, WhatWasNotListedIsTold) {
  std::vector<HeldNames> trees = {tree_of({}, {}), tree_of({}, {}), tree_of({}, {})};
  trees[2].listings.front().trouble = "13 access denied";
  const auto shared = shared_names(trees);
  ASSERT_EQ(shared.size(), 2U);
  ASSERT_EQ(shared[1].of_second.size(), 1U);
  EXPECT_EQ(shared[1].of_second[0].trouble, "13 access denied");
}

std::string manifest(const std::string& name, const std::string& lines) {
  std::string file =
      (std::filesystem::temp_directory_path() / ("nfsready-claims-" + name)).string();
  std::ofstream(file) << "#mtree\n. type=dir mode=0755 uid=0 gid=0\n" << lines;
  return file;
}

std::string line_of(const std::string& name, char digest) {
  return "./" + name + " type=file mode=0644 uid=0 gid=0 size=9 time=1.0 sha256digest=" +
         std::string(64, digest) + "\n";
}

TEST(SharedNames, EveryTreeOfARunIsReadAndEveryConflictFound) {
  std::vector<ClaimedTree> trees;
  const std::vector<std::string> texts = {
      line_of("hosts.a", '1'), line_of("hosts.b", '2') + line_of("hosts.c", '3'),
      line_of("hosts.a", '1') + line_of("hosts.b", '9') + line_of("hosts.c", '3')};
  for (std::size_t i = 0; i < texts.size(); ++i) {
    ClaimedTree tree;
    tree.place.server = "sn" + std::to_string(i);
    tree.manifest = manifest(tree.place.server, texts[i]);
    trees.push_back(tree);
  }
  ClaimedTree none;
  none.place.server = "none";
  none.manifest = "/nonexistent/manifest";
  trees.push_back(none);
  CopyTask task;
  task.purpose = kClaims;
  task.rules.only_common = true;
  const auto seen = CopyRunner(CopyOptions()).run_claims(trees, task, {});
  ASSERT_EQ(seen.size(), 4U);
  Lines lines;
  for (const CopyObservation& one : seen) {
    lines.push_back(one.source.server + "-" + one.copy.server + (one.whole ? "" : " not whole"));
    for (const std::string& line : one.listed) lines.back() += " " + line;
  }
  EXPECT_EQ(lines,
            (Lines{"sn0-sn1", "sn0-sn2", "sn1-sn2 >fc........ hosts.b", "sn0-none not whole"}));
  for (const ClaimedTree& tree : trees) std::filesystem::remove(tree.manifest);
}

TEST(SharedNames, ATreeThatDoesNotEndIsGivenUp) {
  std::vector<ClaimedTree> trees(2);
  trees[0].place.server = "sn0";
  trees[0].manifest = manifest("few", line_of("hosts.a", '1'));
  trees[1].place.server = "sn1";
  trees[1].manifest = manifest("many", line_of("hosts.a", '1') + line_of("hosts.b", '2'));
  CopyOptions options;
  options.most_claimed = 1;
  const auto seen = CopyRunner(options).run_claims(trees, CopyTask(), {});
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_FALSE(seen.front().whole);
  EXPECT_EQ(seen.front().copy.trouble, "it holds more than 1 names");
  for (const ClaimedTree& tree : trees) std::filesystem::remove(tree.manifest);
}

}  // namespace
}  // namespace nfsready::testing
