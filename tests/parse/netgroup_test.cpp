#include "parse/netgroup.h"

#include <gtest/gtest.h>

#include "support/source.h"

namespace nfsready {
namespace {

using testing::place;
using testing::source_of;

struct Read {
  std::vector<Netgroup> groups;
  Problems problems;
};

Read read(std::string text) {
  Read result;
  result.groups = parse_netgroup(source_of(std::move(text), "netgroup"), result.problems);
  return result;
}

// "name: member member"; a triple is shown by its host in angle brackets.
std::vector<std::string> shown(const std::vector<Netgroup>& groups) {
  std::vector<std::string> lines;
  for (const Netgroup& group : groups) {
    std::string line = std::string(group.name.text) + ":";
    for (const NetgroupMember& member : group.members) {
      line += member.is_group ? " " + std::string(member.text.text)
                              : " <" + std::string(member.host.text) + ">";
    }
    lines.push_back(line);
  }
  return lines;
}

using Lines = std::vector<std::string>;

// Every expectation was checked with innetgr() of glibc 2.36.
TEST(Netgroup, ReadsTriplesAndGroups) {
  const Read read_groups = read(
      "nodes (ns01,-,-) (ns02,,) \\\n   ( ns03 , , ) sub\n"
      "sub\t(sl01,,)(sl02,,cluster.example)more\n"
      "world (,,)\nnobody (-,,)\n");
  EXPECT_EQ(shown(read_groups.groups),
            (Lines{"nodes: <ns01> <ns02> <ns03> sub", "sub: <sl01> <sl02> more", "world: <>",
                   "nobody: <->"}));
  EXPECT_TRUE(read_groups.problems.empty());
  const NetgroupMember& third = read_groups.groups[0].members[2];
  EXPECT_EQ(third.text.text, "( ns03 , , )");
  EXPECT_EQ(place(third.text.span), "2:4");
  EXPECT_EQ(place(third.host.span), "2:6");
}

TEST(Netgroup, LeavesOutCommentLinesAndBlankLines) {
  const Read read_groups = read("# all (a,,) \\\nb (b,,)\n\n  # c\r\nd (d,,)\r\n");
  EXPECT_EQ(shown(read_groups.groups), (Lines{"d: <d>"}));
  EXPECT_TRUE(read_groups.problems.empty());
}

TEST(Netgroup, AnEmptyGroupIsAGroup) { EXPECT_EQ(shown(read("g").groups), (Lines{"g:"})); }

TEST(Netgroup, ANumberSignBehindTheNameIsAMember) {
  const Read read_groups = read("cm (f,,) # (g,,)\n");
  EXPECT_EQ(shown(read_groups.groups), (Lines{"cm: <f> # <g>"}));
  ASSERT_EQ(read_groups.problems.size(), 1U);
  EXPECT_EQ(place(read_groups.problems[0].where), "1:10");
}

TEST(Netgroup, ALineThatBeginsWithABlankIsIgnored) {
  const Read read_groups = read("a (a,,)\n  (b,,)\n c (c,,)\n(d,,)\n");
  EXPECT_EQ(shown(read_groups.groups), (Lines{"a: <a>"}));
  ASSERT_EQ(read_groups.problems.size(), 3U);
  EXPECT_EQ(read_groups.problems[0].kind, ProblemKind::kIgnored);
  EXPECT_EQ(place(read_groups.problems[0].where), "2:3");
}

TEST(Netgroup, ABrokenTripleTakesWhatComesNext) {
  const Read unclosed = read("broken (a,b (c,,) (d,,)\nnext (e,,)\n");
  EXPECT_EQ(shown(unclosed.groups), (Lines{"broken: <a> <d>", "next: <e>"}));
  ASSERT_EQ(unclosed.problems.size(), 1U);
  EXPECT_EQ(unclosed.problems[0].message, "'(a,b (c,,)' is read as one triple");

  const Read short_of_a_comma = read("g (a,b) (c,,) (d,,)\n");
  EXPECT_EQ(shown(short_of_a_comma.groups), (Lines{"g: <a> <d>"}));
  EXPECT_EQ(short_of_a_comma.problems.size(), 1U);

  const Read open_end = read("broken (a,,) (b,,\nnext (e,,)\n");
  EXPECT_EQ(shown(open_end.groups), (Lines{"broken: <a>", "next: <e>"}));
  ASSERT_EQ(open_end.problems.size(), 1U);
  EXPECT_EQ(place(open_end.problems[0].lost), "1:14");

  const Read glued = read("g k2(m,,) (n,,)\n");
  EXPECT_EQ(shown(glued.groups), (Lines{"g: k2(m,,) <n>"}));
  EXPECT_EQ(glued.problems.size(), 1U);
}

TEST(Netgroup, ASecondLineOfANameIsADuplicate) {
  const Read read_groups = read("g (a,,)\nh (b,,)\ng (c,,)\n");
  EXPECT_EQ(shown(read_groups.groups), (Lines{"g: <a>", "h: <b>", "g: <c>"}));
  ASSERT_EQ(read_groups.problems.size(), 1U);
  EXPECT_EQ(read_groups.problems[0].kind, ProblemKind::kDuplicate);
  EXPECT_EQ(place(read_groups.problems[0].where), "3:1");
}

}  // namespace
}  // namespace nfsready
