#include "grant/ganesha_wildcard.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace nfsready {
namespace {

struct Case {
  std::string pattern;
  std::string text;
  bool matches;
};

TEST(GaneshaWildcard, MatchesAsFnmatchDoes) {
  const std::vector<Case> cases = {
      {"*", "", true},
      {"*", "a.b", true},
      {"*.dom", "a.b.dom", true},
      {"*.dom", "dom", false},
      {"*.DOM", "a.dom", false},
      {"a?c", "abc", true},
      {"a?c", "ac", false},
      {"a*b*c", "axxbyybzzc", true},
      {"a*b*c", "axxbyyb", false},
      {"n[123]", "n2", true},
      {"n[123]", "n4", false},
      {"n[1-3]", "n2", true},
      {"n[3-1]", "n2", false},
      {"n[!1-3]", "n4", true},
      {"n[!1-3]", "n2", false},
      {"n[-1]", "n-", true},
      {"n[1-]", "n-", true},
      {"n[a-c]*", "nbx", true},
      {"*[0-9]", "node7", true},
      {"*[0-9]", "node", false},
      {"node**", "node", true},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(matches_ganesha_wildcard(one.pattern, one.text), one.matches)
        << one.pattern << " " << one.text;
    GaneshaWildcards wildcards;
    wildcards.add(one.pattern, 7);
    EXPECT_EQ(wildcards.find(one.text).has_value(), one.matches) << one.pattern << " " << one.text;
  }
}

TEST(GaneshaWildcard, TheLowestRankWins) {
  GaneshaWildcards wildcards;
  wildcards.add("*.x", 1);
  wildcards.add("a*", 2);
  wildcards.add("a*.x", 3);
  wildcards.add("*.x", 4);
  wildcards.add("b*c*.x", 5);
  wildcards.add("b*", 6);
  EXPECT_EQ(wildcards.find("a.x"), 1U);
  EXPECT_EQ(wildcards.find("a.y"), 2U);
  EXPECT_EQ(wildcards.find("bc.y"), 6U);
  EXPECT_EQ(wildcards.find("c.y"), std::nullopt);
}

}  // namespace
}  // namespace nfsready
