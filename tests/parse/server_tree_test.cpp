#include "parse/server_tree.h"

#include <gtest/gtest.h>

#include "support/source.h"

namespace nfsready {
namespace {

using testing::place;
using testing::source_of;

TEST(ProcMounts, TakesTheSecondField) {
  Problems problems;
  const auto mounts = parse_proc_mounts(source_of("/dev/sda1 / ext4 rw,relatime 0 0\n"
                                                  "tmpfs /mnt/a\\040b\\134c\\011 tmpfs rw 0 0\n"
                                                  "x /odd\\9\\400\\04 y\n\n"),
                                        problems);
  ASSERT_EQ(mounts.size(), 3U);
  EXPECT_EQ(mounts[0].text, "/");
  EXPECT_EQ(place(mounts[0].span), "1:11");
  EXPECT_EQ(mounts[1].text, "/mnt/a b\\c\t");
  EXPECT_EQ(place(mounts[1].span), "2:7");
  EXPECT_EQ(mounts[2].text, "/odd\\9\\400\\04");
  EXPECT_TRUE(problems.empty());
}

TEST(ProcMounts, ABrokenLineCostsOnlyItself) {
  Problems problems;
  const auto mounts = parse_proc_mounts(source_of("one\n/dev/a relative\n/dev/b /b\n"), problems);
  ASSERT_EQ(mounts.size(), 1U);
  EXPECT_EQ(mounts[0].text, "/b");
  ASSERT_EQ(problems.size(), 2U);
  EXPECT_EQ(place(problems[1].where), "2:1");
}

TEST(ListingLinks, FindsSymbolicLinksOnly) {
  Problems problems;
  const auto links = parse_listing_links(
      source_of("  8390      4 drwxr-xr-x   7 0     0            4096 Mar 28  2014 ./lib -> no\n"
                "  8393      0 lrwxrwxrwx   1 0     0              22 Mar 11  2014 ./lib/libc.a -> "
                "/usr/ccs/lib/libc.a\n"
                "13    0 lrwxrwxrwx 1 0 0       7 May 20  2025 ./a b ->  c\n"
                "find: './lost': Permission denied\n\n"),
      problems);
  ASSERT_EQ(links.size(), 2U);
  EXPECT_EQ(links[0].path.text, "./lib/libc.a");
  EXPECT_EQ(links[0].target.text, "/usr/ccs/lib/libc.a");
  EXPECT_EQ(place(links[0].path.span), "2:67");
  EXPECT_EQ(links[1].path.text, "./a b");
  EXPECT_EQ(links[1].target.text, " c");
  EXPECT_TRUE(problems.empty());
}

TEST(ListingLinks, ALinkWithoutATargetIsAProblem) {
  Problems problems;
  EXPECT_TRUE(
      parse_listing_links(source_of("1 0 lrwxrwxrwx 1 0 0 7 May 20 2025 ./a\n1 0 lr\n"), problems)
          .empty());
  EXPECT_EQ(problems.size(), 2U);
}

}  // namespace
}  // namespace nfsready
