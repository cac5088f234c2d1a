#include "copy/compare.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "copy/itemised.h"
#include "copy/running_changes.h"
#include "copy/tree_in_memory.h"

namespace nfsready::testing {
namespace {

std::vector<std::string> differences(TreeInMemory source, TreeInMemory copy,
                                     const CompareRules& rules = {}) {
  std::vector<std::string> lines;
  CompareEvents events;
  events.differs = [&](const Difference& difference) { lines.push_back(itemised(difference)); };
  compare(source, copy, rules, events);
  return lines;
}

using Lines = std::vector<std::string>;

const TreeInMemory& spot() {
  static const TreeInMemory tree = {"d 0755 2:2 bin",
                                    "f 4555 0:0 bin/su size=9 time=50 links=2 id=7",
                                    "f 4555 0:0 bin/su2 size=9 time=50 links=2 id=7",
                                    "d 0755 2:2 dev",
                                    "c 0666 0:0 dev/null device=2,2",
                                    "f 0644 2:2 dev.txt size=1 time=50",
                                    "l 0777 0:0 lib target=usr/lib",
                                    "f 0600 0:0 swap size=9000000 time=50 sparse"};
  return tree;
}

TEST(Compare, AFaithfulCopyHasNoDifference) { EXPECT_EQ(differences(spot(), spot()), Lines()); }

struct Planted {
  const char* name;
  TreeInMemory copy;
  Lines expected;
};

// The tree `spot`, with one line in the place of another one.
Planted planted(const char* name, const char* replaced, const char* by, Lines expected) {
  std::vector<const char*> lines = {"d 0755 2:2 bin",
                                    "f 4555 0:0 bin/su size=9 time=50 links=2 id=17",
                                    "f 4555 0:0 bin/su2 size=9 time=50 links=2 id=17",
                                    "d 0755 2:2 dev",
                                    "c 0666 0:0 dev/null device=2,2",
                                    "f 0644 2:2 dev.txt size=1 time=50",
                                    "l 0777 0:0 lib target=usr/lib",
                                    "f 0600 0:0 swap size=9000000 time=50 sparse"};
  for (const char*& line : lines) {
    if (std::string(line).find(std::string(replaced) + " ") != std::string::npos ||
        std::string(line).ends_with(replaced)) {
      line = by;
      break;
    }
  }
  EXPECT_EQ(lines.size(), 8U);
  return {
      name,
      TreeInMemory{lines[0], lines[1], lines[2], lines[3], lines[4], lines[5], lines[6], lines[7]},
      std::move(expected)};
}

TEST(Compare, FindsEachKindOfDifferenceAlone) {
  const std::vector<Planted> all = {
      planted("nothing", "dev.txt", "f 0644 2:2 dev.txt size=1 time=51", {}),
      planted("setuid", "bin/su2", "f 0555 0:0 bin/su2 size=9 time=50 links=2 id=17",
              {".f...p..... bin/su2"}),
      planted("mode", "dev.txt", "f 0600 2:2 dev.txt size=1 time=50", {".f...p..... dev.txt"}),
      planted("owner", "dev.txt", "f 0644 1:2 dev.txt size=1 time=50", {".f....o.... dev.txt"}),
      planted("group", "dev.txt", "f 0644 2:1 dev.txt size=1 time=50", {".f.....g... dev.txt"}),
      planted("size", "dev.txt", "f 0644 2:2 dev.txt size=2 time=50", {">f.s....... dev.txt"}),
      planted("time", "dev.txt", "f 0644 2:2 dev.txt size=1 time=52", {">f..t...... dev.txt"}),
      planted("target", "lib", "l 0777 0:0 lib target=/usr/lib", {"cLc........ lib -> usr/lib"}),
      planted("link mode", "lib", "l 0755 0:0 lib target=usr/lib", {}),
      planted("device", "dev/null", "c 0666 0:0 dev/null device=1,3", {"cDc........ dev/null"}),
      planted("type", "lib", "d 0755 0:0 lib", {"cL+++++++++ lib -> usr/lib"}),
      planted("dense", "swap", "f 0600 0:0 swap size=9000000 time=50 dense", {"*dense      swap"}),
      planted("hard link", "bin/su2", "f 4555 0:0 bin/su2 size=9 time=50 links=1 id=18",
              {"hf......... bin/su", "hf......... bin/su2"}),
      planted("missing", "dev/null", "c 0666 0:0 dev/zero device=2,2",
              {"cD+++++++++ dev/null", "*deleting   dev/zero"}),
  };
  for (const Planted& one : all) {
    EXPECT_EQ(differences(spot(), one.copy), one.expected) << one.name;
  }
}

TEST(Compare, ContentsAreComparedByTheirDigests) {
  const TreeInMemory source = {"f 0644 0:0 a size=1 time=5 digest=AA"};
  const TreeInMemory other = {"f 0644 0:0 a size=1 time=5 digest=BB"};
  const TreeInMemory silent = {"f 0644 0:0 a size=1 time=5"};
  EXPECT_EQ(differences(source, other), Lines{">fc........ a"});
  EXPECT_EQ(differences(source, silent), Lines());
}

TEST(Compare, WhatLiesBelowAMissingDirectoryIsMissingToo) {
  const TreeInMemory source = {"d 0755 0:0 a", "d 0755 0:0 a/b", "f 0644 0:0 a/b/c size=1",
                               "f 0644 0:0 z size=1"};
  const TreeInMemory copy = {"f 0644 0:0 z size=1"};
  EXPECT_EQ(differences(source, copy),
            (Lines{"cd+++++++++ a/", "cd+++++++++ a/b/", ">f+++++++++ a/b/c"}));
}

TEST(Compare, ANameBeforeASlashIsNotMistakenForItsDirectory) {
  const TreeInMemory tree = {"d 0755 0:0 a",   "f 0644 0:0 a/x size=1",
                             "d 0755 0:0 a.b", "f 0644 0:0 a.b/y size=1",
                             "d 0755 0:0 a/b", "f 0644 0:0 a/b/z size=1"};
  EXPECT_EQ(differences(tree, tree), Lines());
}

TEST(Compare, WhatCouldNotBeReadIsNeitherMissingNorExtra) {
  TreeInMemory source = {"d 0755 0:0 a", "f 0644 0:0 a/x size=1"};
  TreeInMemory copy = {"d 0755 0:0 a"};
  copy.trouble("a", "13 access denied");
  EXPECT_EQ(differences(source, copy), Lines{"*unread     a: the copy: 13 access denied"});
  EXPECT_EQ(differences(copy, source), Lines{"*unread     a: the source: 13 access denied"});
}

CompareRules rules_of(const char* purpose, const std::vector<std::string>& added = {}) {
  CompareRules rules;
  rules.running = [changes = RunningChanges(purpose, added)](const std::string& path) {
    return changes.of(path);
  };
  return rules;
}

TEST(Compare, PassesOverWhatARunningClusterChanges) {
  const TreeInMemory source = {
      "d 0755 0:0 dev", "c 0666 0:0 dev/tty0 device=1,0", "c 0666 0:0 dev/null device=2,2",
      "d 0755 0:0 var", "f 0644 0:0 var/log size=1",      "f 0644 0:0 smit.log size=1"};
  const TreeInMemory copy = {
      "d 0755 0:0 dev", "c 0600 5:0 dev/tty0 device=1,0", "c 0600 0:0 dev/pts device=1,1",
      "d 0755 0:0 var", "f 0644 0:0 var/log size=2",      "d 0755 0:0 lost+found"};
  EXPECT_EQ(differences(source, copy, rules_of("root")), Lines{"cD+++++++++ dev/null"});
  EXPECT_EQ(differences(source, copy, rules_of("root", {"dev/**"})), Lines());
  EXPECT_EQ(differences(source, copy, rules_of("spot")).size(), 5U);
}

TEST(Compare, PassesOverEveryDirectoryThatIsIgnored) {
  const TreeInMemory source = {"f 0644 0:0 cache size=1", "f 0644 0:0 z size=1"};
  const TreeInMemory copy = {"d 0755 0:0 .snapshots", "f 0644 0:0 .snapshots/s size=1",
                             "d 0755 0:0 cache",      "f 0644 0:0 cache/c size=1",
                             "d 0755 0:0 d",          "d 0755 0:0 d/cache",
                             "d 0755 0:0 d/cache/e",  "f 0644 0:0 d/cache/e/f size=1",
                             "d 0755 0:0 lost+found", "f 0644 0:0 lost+found/l size=1",
                             "f 0644 0:0 z size=1"};
  EXPECT_EQ(differences(source, copy, rules_of("spot", {"cache"})), Lines{"*deleting   d/"});
}

TEST(Compare, APatternForAllBelowADirectoryDoesNotMeanTheDirectory) {
  const RunningChanges changes("spot", {"var/adm/**", "etc/motd", "*.core"});
  EXPECT_EQ(changes.of("var/adm"), Running::kNothing);
  EXPECT_EQ(changes.of("var/adm/ras/errlog"), Running::kAnything);
  EXPECT_EQ(changes.of("etc/motd"), Running::kAnything);
  EXPECT_EQ(changes.of("usr/etc/motd"), Running::kNothing);
  EXPECT_EQ(changes.of("a/b.core"), Running::kAnything);
}

TEST(Compare, FilesOfSeveralSourcesMayBeMerged) {
  CompareRules rules;
  rules.is_merged = [](const std::string&) { return true; };
  const TreeInMemory source = {"f 0644 0:0 hosts.a size=1"};
  const TreeInMemory copy = {"f 0644 0:0 hosts.a size=2", "f 0644 0:0 hosts.b size=1"};
  EXPECT_EQ(differences(source, copy, rules), Lines{">f.s....... hosts.a"});
}

TEST(Compare, OfTwoClaimsOnlyWhatBothHaveCounts) {
  CompareRules rules;
  rules.only_common = true;
  const TreeInMemory one = {"f 0644 0:0 hosts.a size=1", "f 0644 0:0 hosts.b size=1",
                            "d 0755 0:0 x", "f 0644 0:0 x/y size=1"};
  const TreeInMemory other = {"f 0644 0:0 hosts.b size=2", "f 0644 0:0 hosts.c size=1"};
  EXPECT_EQ(differences(one, other, rules), Lines{">f.s....... hosts.b"});
}

TEST(Compare, EveryDirectoryOfOtherSourcesIsMerged) {
  CompareRules rules;
  rules.is_merged = [](const std::string& path) { return path.starts_with("own"); };
  const TreeInMemory source = {"f 0644 0:0 a size=1"};
  const TreeInMemory copy = {
      "f 0644 0:0 a size=1",      "d 0755 0:0 own1",  "f 0644 0:0 own1/x size=1", "d 0755 0:0 own2",
      "f 0644 0:0 own2/x size=1", "d 0755 0:0 other", "f 0644 0:0 other/x size=1"};
  EXPECT_EQ(differences(source, copy, rules), (Lines{"*deleting   other/", "*deleting   other/x"}));
}

TEST(Compare, WhatASideDoesNotTellIsNotTakenForAlike) {
  const TreeInMemory source = {"f 0644 0:0 a size=1", "f 0644 0:0 b size=1"};
  const TreeInMemory copy = {"f 0644 0:0 a untold", "f 0644 0:0 b size=1"};
  EXPECT_EQ(
      differences(source, copy),
      Lines{"*unread     a: the copy: it does not tell the owner of 1 entry, the size of 1 entry"});
}

TEST(Compare, EndsWhereItIsInterrupted) {
  TreeInMemory source = {"d 0755 0:0 a", "f 0644 0:0 a/f size=1", "f 0644 0:0 a/g size=1",
                         "d 0755 0:0 b", "f 0644 0:0 b/f size=1"};
  TreeInMemory copy = {"d 0755 0:0 a", "d 0755 0:0 b"};
  std::atomic<bool> stop = false;
  Lines lines;
  CompareEvents events;
  events.differs = [&](const Difference& one) {
    lines.push_back(itemised(one));
    stop = true;
  };
  compare(source, copy, {}, events, &stop);
  EXPECT_EQ(lines, Lines{">f+++++++++ a/f"});
  EXPECT_EQ(source.left(), 1U) << "another directory was asked for";
}

TEST(Itemised, NamesAreShownAsRsyncShowsThem) {
  EXPECT_EQ(itemised_name("a\nb\xe4"), "a\\#012b\\#344");
  EXPECT_EQ(itemised_name("a\\#012\\b"), "a\\#134#012\\b");
}

}  // namespace
}  // namespace nfsready::testing
