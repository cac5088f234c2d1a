#include "base/text.h"

#include <gtest/gtest.h>

namespace nfsready {
namespace {

TEST(Text, FoldsNamesAsANoderange) {
  EXPECT_EQ(fold_names({}), "");
  EXPECT_EQ(fold_names({"cn1"}), "cn1");
  EXPECT_EQ(fold_names({"cn001", "cn002", "cn003", "cn005", "x"}), "cn[001-003],cn005,x");
  EXPECT_EQ(fold_names({"cn9", "cn10", "cn11"}), "cn[9-11]");
  EXPECT_EQ(fold_names({"cn09", "cn10"}), "cn[09-10]");
  EXPECT_EQ(fold_names({"cn9", "cn010"}), "cn9,cn010");
  EXPECT_EQ(fold_names({"r1n1-ib", "r1n2-ib", "r2n1-ib"}), "r1n[1-2]-ib,r2n1-ib");
}

TEST(Text, ComparesNumbersInsideNames) {
  EXPECT_TRUE(natural_less("cn2", "cn10"));
  EXPECT_FALSE(natural_less("cn10", "cn2"));
  EXPECT_TRUE(natural_less("cn", "cn1"));
  EXPECT_TRUE(natural_less("cn01", "cn1"));
  EXPECT_FALSE(natural_less("cn1", "cn1"));
}

TEST(Text, FindsTheNearestWord) {
  EXPECT_EQ(nearest("no_root_sqash", {"root_squash", "no_root_squash", "rw"}), "no_root_squash");
  EXPECT_EQ(nearest("RW", {"rw", "ro"}), "rw");
  EXPECT_EQ(nearest("zebra", {"rw", "ro"}), "");
}

TEST(Text, MakesHostileTextFitToBeShown) {
  EXPECT_EQ(printable("plain"), "plain");
  EXPECT_EQ(printable("a\x1b[31mred"), "a\\x1B[31mred");
  EXPECT_EQ(printable(std::string("a\0b", 3)), "a\\x00b");
  EXPECT_EQ(printable("caf\xC3\xA9"), "caf\xC3\xA9");
  EXPECT_EQ(printable("caf\xE9"), "caf\\xE9");
  EXPECT_EQ(printable("\xE2\x80\xAE"), "\\xE2\\x80\\xAE");
  EXPECT_EQ(printable("\xED\xA0\x80"), "\\xED\\xA0\\x80");
  EXPECT_EQ(printable("a\nb"), "a\\nb");
  EXPECT_EQ(printable("a\nb", true), "a\nb");
}

TEST(Text, CountsWithTheRightNoun) {
  EXPECT_EQ(plural(1, "node"), "1 node");
  EXPECT_EQ(plural(0, "node"), "0 nodes");
  EXPECT_EQ(plural(2, "entry"), "2 entries");
  EXPECT_EQ(plural(2, "key"), "2 keys");
  EXPECT_EQ(plural(3, "address"), "3 addresses");
}

TEST(Text, QuotesTextAndCutsItShort) {
  EXPECT_EQ(nfsready::quoted("hanfs"), "'hanfs'");
  EXPECT_EQ(nfsready::quoted(""), "''");
  EXPECT_EQ(nfsready::quoted(std::string(200, 'x')), "'" + std::string(120, 'x') + "...'");
}

TEST(Text, CutsNoCharacterInTwo) {
  EXPECT_EQ(nfsready::cut_short("abc", 3), "abc");
  EXPECT_EQ(nfsready::cut_short("abcd", 3), "abc");
  EXPECT_EQ(nfsready::cut_short("a\u00e9z", 2), "a");
  EXPECT_EQ(nfsready::cut_short("a\u00e9z", 3), "a\u00e9");
  EXPECT_EQ(nfsready::cut_short("\U0001F600z", 3), "");
  EXPECT_EQ(nfsready::cut_short("\U0001F600z", 4), "\U0001F600");
  EXPECT_EQ(nfsready::cut_short("\xff\xff\xff\xff", 2), "\xff\xff");
  const std::string accents = std::string(119, 'x') + "\u00e9\u00e9";
  EXPECT_EQ(nfsready::quoted(accents), "'" + std::string(119, 'x') + "...'");
}

TEST(Text, ReadsDecimalNumbersOnly) {
  EXPECT_EQ(parse_decimal("42"), 42U);
  EXPECT_EQ(parse_decimal("-1"), std::nullopt);
  EXPECT_EQ(parse_decimal("0x10"), std::nullopt);
  EXPECT_EQ(parse_decimal(""), std::nullopt);
  EXPECT_EQ(parse_decimal("99999999999999999999"), std::nullopt);
}

}  // namespace
}  // namespace nfsready
