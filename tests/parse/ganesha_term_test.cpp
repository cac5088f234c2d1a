#include "parse/ganesha_term.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace nfsready {
namespace {

using Kind = GaneshaTermKind;

struct Case {
  std::string text;
  std::size_t length;
  Kind kind;
};

// What the scanner of NFS-Ganesha 4.3 makes of the start of a value.
TEST(GaneshaTerm, TheLongestWordWins) {
  const std::vector<Case> cases = {
      {"yes;", 3, Kind::kTrue},
      {"TRUE ", 4, Kind::kTrue},
      {"on", 2, Kind::kTrue},
      {"only", 4, Kind::kWord},
      {"Off,", 3, Kind::kFalse},
      {"none", 4, Kind::kWord},
      {"-2", 1, Kind::kSign},
      {"~5", 1, Kind::kSign},
      {"9p", 2, Kind::kWord},
      {"9", 1, Kind::kDecimal},
      {"10", 2, Kind::kDecimal},
      {"010", 3, Kind::kOctal},
      {"0", 1, Kind::kDecimal},
      {"08", 1, Kind::kDecimal},
      {"0x1F", 4, Kind::kHexadecimal},
      {"5.6", 3, Kind::kFsid},
      {"0x1.010", 7, Kind::kFsid},
      {"*", 1, Kind::kEveryone},
      {"0.0.0.0", 7, Kind::kEveryone},
      {"0.0.0.0/0", 9, Kind::kPath},
      {"0.0.0.0/8", 9, Kind::kNetwork},
      {"10.0.0.1", 8, Kind::kAddress},
      {"10.0.0.256", 10, Kind::kAddress},
      {"10.0.0.1234", 10, Kind::kAddress},
      {"10.0.0.0/24", 11, Kind::kNetwork},
      {"10.0.0.0/99", 11, Kind::kNetwork},
      {"10.0.0.0/08", 11, Kind::kPath},
      {"10.0.0.0/255.255.255.0", 22, Kind::kPath},
      {"10.91", 5, Kind::kFsid},
      {"10.91/16", 8, Kind::kPath},
      {"fd00::5", 7, Kind::kAddress},
      {"FD00::5/64", 10, Kind::kNetwork},
      {"fd00::5/128", 10, Kind::kNetwork},
      {"::", 2, Kind::kAddress},
      {"::ffff:10.0.0.1", 15, Kind::kAddress},
      {"1:2:3:4:5:6:7:8", 15, Kind::kAddress},
      {"a:b", 1, Kind::kWord},
      {"@ng.x-1", 7, Kind::kNetgroup},
      {"@10.0.0.0/24", 0, Kind::kWord},
      {"node01", 6, Kind::kWord},
      {"node01.cl.test,", 14, Kind::kWord},
      {"?node", 5, Kind::kWord},
      {"1node", 1, Kind::kDecimal},
      {"node01/24", 9, Kind::kPath},
      {"*.cl.test", 9, Kind::kWildcard},
      {"10.0.0.*", 8, Kind::kWildcard},
      {"node0[1-3].x", 12, Kind::kWildcard},
      {"node0[!1]", 9, Kind::kWildcard},
      {"node0[^1]", 5, Kind::kWord},
      {"node0[1", 5, Kind::kWord},
      {"a?b*", 4, Kind::kWildcard},
      {"/", 1, Kind::kPath},
      {"/export/a", 9, Kind::kPath},
      {"/export/a/", 10, Kind::kPath},
      {"/export//a", 8, Kind::kPath},
      {"export/a", 8, Kind::kPath},
      {"export/", 6, Kind::kWord},
      {"\"a b\\\"c\" d\"", 8, Kind::kDoubleQuoted},
      {"\"a\\\" b", 4, Kind::kDoubleQuoted},
      {"\"a\nb\"", 5, Kind::kDoubleQuoted},
      {"\"abc", 0, Kind::kDoubleQuoted},
      {"'a\"b'", 5, Kind::kSingleQuoted},
      {"'abc", 0, Kind::kSingleQuoted},
      {"^", 0, Kind::kWord},
      {":", 0, Kind::kWord},
      {"(x)", 0, Kind::kWord},
      {"", 0, Kind::kWord},
  };
  for (const Case& one : cases) {
    GaneshaTermScanner scanner(one.text);
    const auto match = scanner.match(0);
    EXPECT_EQ(match.length, one.length) << one.text;
    if (one.length > 0) {
      EXPECT_EQ(match.kind, one.kind) << one.text;
    }
  }
}

std::size_t count_terms(const std::string& text) {
  GaneshaTermScanner scanner(text);
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) {
    const auto match = scanner.match(at);
    at += match.length == 0 ? 1 : match.length;
  }
  return count;
}

TEST(GaneshaTerm, LongRunsAreLookedAtOnce) {
  std::string dashes;
  std::string dots;
  for (int i = 0; i < 500000; ++i) dashes += "5-";
  for (int i = 0; i < 250000; ++i) dots += "1.1.";
  EXPECT_EQ(count_terms(dashes), 1000000U);
  EXPECT_EQ(count_terms(dashes + "[" + std::string(500000, 'a')), 1000002U);
  EXPECT_GT(count_terms(dots), 100000U);
}

}  // namespace
}  // namespace nfsready
