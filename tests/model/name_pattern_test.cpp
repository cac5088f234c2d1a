#include "model/name_pattern.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace nfsready {
namespace {

struct Case {
  std::string word;
  std::vector<std::string> in;
  std::vector<std::string> out;
};

void expect_matches(const NamePattern& pattern, const std::vector<std::string>& names,
                    bool expected) {
  for (const std::string& name : names) EXPECT_EQ(pattern.matches(name), expected) << name;
}

TEST(NamePattern, MatchesTheNamesOfARange) {
  const std::vector<Case> cases = {
      {"n[1-12]", {"n1", "n9", "n12"}, {"n0", "n13", "n01", "n", "n1a", "xn1", "n1.a"}},
      {"n[01-12]", {"n01", "n12"}, {"n1", "n001", "n13"}},
      {"n09-n100", {"n09", "n99", "n100"}, {"n9", "n099", "n101"}},
      {"n[1-3,7,x]", {"n2", "n7", "nx"}, {"n4", "nxx"}},
      {"n[1:3]-ib", {"n1-ib", "n3-ib"}, {"n1", "n4-ib"}},
      {"f[1-2]n[1-3]", {"f1n1", "f2n3"}, {"f3n1", "f1n4", "f1"}},
      {"n[1-12][0-5]", {"n10", "n125", "n15"}, {"n16", "n130", "n1"}},
      {"n1-n3", {"n1", "n3"}, {"n4", "n"}},
      {"n1-ib-n3-ib", {"n2-ib"}, {"n2", "n4-ib"}},
      {"n1:n3", {"n2"}, {"n4"}},
      {"r1n1-r3n1", {"r2n1"}, {"r2n2", "r4n1"}},
      {"n1-n1", {"n1"}, {"n2"}},
      {"n1+2", {"n1", "n3"}, {"n4"}},
      {"n09+2", {"n09", "n11"}, {"n9", "n12"}},
      {"n1.dom+1", {"n1.dom", "n2.dom"}, {"n1", "n3.dom"}},
      {"n[1-999999999]", {"n5", "n999999999"}, {"n1000000000", "n0"}},
  };
  for (const Case& one : cases) {
    SCOPED_TRACE(one.word);
    const auto pattern = NamePattern::parse(one.word);
    ASSERT_TRUE(pattern) << pattern.error().message;
    expect_matches(pattern.value(), one.in, true);
    expect_matches(pattern.value(), one.out, false);
  }
}

TEST(NamePattern, SaysWhyAWordIsNoRange) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"n3-n1", "it does not run upwards"},
      {"n03-n1", "its first number has more digits than its last"},
      {"n01-n5", "its first number has more digits than its last"},
      {"n[5-1]", "it does not run upwards"},
      {"n1-x2", "its ends do not differ in one number only"},
      {"f1n1-f2n2", "its ends do not differ in one number only"},
      {"n[a-b]", "its ends do not differ in one number only"},
      {"n-1", "its ends do not differ in one number only"},
      {"a-b-c", "it is not two names joined by '-' or ':'"},
      {"a:b:c", "it is not two names joined by '-' or ':'"},
      {"n1+x", "it is not a name and a number joined by '+'"},
      {"n+1", "it is not a name and a number joined by '+'"},
      {"n[]", "a number is missing between its brackets"},
      {"n[1-]", "a number is missing between its brackets"},
      {"n[1,,2]", "a number is missing between its brackets"},
      {"n1[5-10]", "a digit touches its brackets: put the whole number between them"},
      {"n[1-2]5", "a digit touches its brackets: put the whole number between them"},
      {"n[1", "it has a '[' without a ']'"},
      {"[1-3]", "it has no name before its bracket"},
      {"n1-n99999999999999999999", "its numbers are too long"},
      {"n1+99999999999999999999", "its numbers are too long"},
  };
  for (const auto& [word, reason] : cases) {
    const auto pattern = NamePattern::parse(word);
    ASSERT_FALSE(pattern) << word;
    EXPECT_EQ(pattern.error().message, reason) << word;
  }
}

TEST(NamePattern, FindsTheFirstUnknownName) {
  const auto first_unknown = [](std::string_view word, std::vector<std::string> known) {
    return NamePattern::parse(word).value().first_unknown([&](std::string_view name) {
      return std::find(known.begin(), known.end(), name) != known.end();
    });
  };
  EXPECT_EQ(first_unknown("n[1-3]", {"n1", "n2", "n3"}), "");
  EXPECT_EQ(first_unknown("n[1-3]", {"n1", "n3"}), "n2");
  EXPECT_EQ(first_unknown("f[1-2]n[08-10]", {"f1n08", "f1n09", "f1n10", "f2n08"}), "f2n09");
  EXPECT_EQ(first_unknown("n[7,1-2]", {"n7", "n1"}), "n2");
  EXPECT_EQ(first_unknown("n[1-999999999]", {"n1"}), "n2");
}

TEST(NamePattern, AlternativesDoNotMultiply) {
  std::string word = "n";
  for (int i = 0; i < 200; ++i) word += "[a,aa,aaa]";
  const auto pattern = NamePattern::parse(word);
  ASSERT_TRUE(pattern);
  EXPECT_TRUE(pattern.value().matches("n" + std::string(400, 'a')));
  EXPECT_FALSE(pattern.value().matches("n" + std::string(400, 'a') + "b"));
}

}  // namespace
}  // namespace nfsready
