#include "base/regex.h"

#include <gtest/gtest.h>

namespace nfsready {
namespace {

std::string groups_of(std::string_view pattern, std::string_view subject) {
  const auto regex = Regex::compile(pattern);
  if (!regex) return "error";
  const auto match = regex.value().match(subject);
  if (!match) return "limit";
  if (!match.value()) return "no match";
  std::string shown =
      std::to_string(match.value()->begin) + "-" + std::to_string(match.value()->end);
  for (const std::string_view group : match.value()->groups) shown.append(" ").append(group);
  return shown;
}

TEST(Regex, FindsTheFirstMatchWithItsGroups) {
  EXPECT_EQ(groups_of("sr(\\d+)", "sr03.a"), "0-4 03");
  EXPECT_EQ(groups_of("(\\d+)", "f3n07"), "1-2 3");
  EXPECT_EQ(groups_of("(x)?(n)", "f3n07"), "2-3  n");
  EXPECT_EQ(groups_of("zz", "sr03"), "no match");
  EXPECT_EQ(groups_of("$", "sr03"), "4-4");
  EXPECT_EQ(groups_of("^$", ""), "0-0");
  EXPECT_EQ(groups_of("", ""), "0-0");
}

TEST(Regex, RefusesWhatIsNoRegex) {
  EXPECT_EQ(groups_of("(sr", "sr03"), "error");
  EXPECT_EQ(groups_of("*", "sr03"), "error");
  EXPECT_EQ(groups_of(std::string(Regex::kMaxPattern + 1, 'a'), "sr03"), "error");
  const auto regex = Regex::compile("(sr");
  ASSERT_FALSE(regex);
  EXPECT_EQ(regex.error().message, "missing closing parenthesis");
}

TEST(Regex, GivesUpOnPatternsThatNeedTooManySteps) {
  EXPECT_EQ(groups_of("^(a+)+$", std::string(28, 'a') + "b"), "limit");
  EXPECT_EQ(groups_of("^(a|aa|a*)*$", std::string(60, 'a') + "b"), "limit");
  EXPECT_EQ(groups_of("(((((a*)*)*)*)*)*c$", std::string(60, 'a') + "bc"), "limit");
}

TEST(Regex, ReplacesTheMatchLiterally) {
  RegexMatch match;
  match.begin = 2;
  match.end = 4;
  EXPECT_EQ(substitute("sr03.a", match, "$1"), "sr$1.a");
}

}  // namespace
}  // namespace nfsready
