// suppressions.txt: what is accepted, and what is said of a line that cannot be followed.
#include "parse/suppressions.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace nfsready {
namespace {

TEST(Suppressions, ReadsEveryField) {
  Sources sources;
  Problems problems;
  const auto entries =
      parse_suppressions(sources.add("suppressions.txt",
                                     "# comment\n\n"
                                     "NR210 server=nas path=/a/* nodes=a,b until=2028-02-29 "
                                     "reason=\" it is # needed \"  # comment\r\n"
                                     "NR112 anywhere reason=\"x\""),
                         problems);
  ASSERT_TRUE(problems.empty()) << problems.front().message;
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].id.text, "NR210");
  EXPECT_EQ(entries[0].server.text, "nas");
  EXPECT_EQ(entries[0].path.text, "/a/*");
  EXPECT_EQ(entries[0].nodes.text, "a,b");
  EXPECT_EQ(entries[0].until.text, "2028-02-29");
  EXPECT_EQ(entries[0].reason, "it is # needed");
  EXPECT_EQ(sources.where(entries[0].where), "suppressions.txt:3:1");
  EXPECT_EQ(entries[1].id.text, "NR112");
}

struct Wrong {
  const char* line;
  unsigned column;
  const char* message;
  const char* hint;
};

// What is wrong with a line, at which word, and the user's own line as it would be right.
TEST(Suppressions, SaysWhatIsWrongAndHowTheLineWouldBeRight) {
  const std::vector<Wrong> cases = {
      {"NR1 anywhere", 1, "the suppression has no reason",
       "write why it is accepted: NR1 anywhere reason=\"...\""},
      {"NR1 anywhere # later", 1, "the suppression has no reason",
       "write why it is accepted: NR1 anywhere reason=\"...\""},
      {"NR1 server=a reason=\"\"", 1, "the suppression has no reason",
       "write why it is accepted: NR1 server=a reason=\"...\""},
      {"NR1 reason=\"x\" # y", 1, "the suppression does not say where it holds",
       "add server=, path= or nodes=, or 'anywhere' for the whole site: NR1 anywhere "
       "reason=\"x\""},
      {"NR1 anywhere path=/a reason=\"x\"", 1, "the suppression holds 'anywhere' and in one place",
       "leave 'anywhere' out to narrow it down, or server=, path= and nodes= for the whole site"},
      {"NR1 anywhere reason=bad idea", 14, "the suppression has a reason without double quotes",
       "write reason=\"bad idea\""},
      {"NR1 anywhere reason=\"bad", 14,
       "the suppression has a reason whose closing quote is missing", "write reason=\"bad\""},
      {"NR1 anywhere until=2027-2-30 reason=\"x\"", 14,
       "the suppression ends on '2027-2-30', which is no date",
       "write its last day as until=YYYY-MM-DD"},
      {"NR1 anywhere until=2027-02-29 reason=\"x\"", 14,
       "the suppression ends on '2027-02-29', which is no date",
       "write its last day as until=YYYY-MM-DD"},
      {"NR1 anywhere until=2100-04-31 reason=\"x\"", 14,
       "the suppression ends on '2100-04-31', which is no date",
       "write its last day as until=YYYY-MM-DD"},
      {"NR1 sever=a reason=\"x\"", 5, "the suppression has 'sever=a', which it cannot have",
       "write server="},
      {"NR1 anywere reason=\"x\"", 5, "the suppression has 'anywere', which it cannot have",
       "write anywhere"},
      {"NR1 colour=red reason=\"x\"", 5, "the suppression has 'colour=red', which it cannot have",
       "a suppression has server=, path=, nodes= or 'anywhere', until= and reason=\"...\""},
      {"NR1 nodes=a, b reason=\"x\"", 14, "the suppression has 'b', which it cannot have",
       "write a noderange without blanks: nodes=a,b"},
      {"NR1 path= reason=\"x\"", 5, "the suppression has nothing after 'path='",
       "write a value, or leave it out"},
      {"NR1 path=/a path=/b reason=\"x\"", 13, "the suppression has path= twice",
       "write a line for each"},
      {"NR1 path=/a reason=\"x\" reason=\"y\"", 24, "the suppression has reason= twice",
       "write one reason"},
      {"anywhere reason=\"x\"", 1, "the suppression begins with 'anywhere', not with a check",
       "begin with the id of the finding, as the report shows it"},
  };
  for (const Wrong& wrong : cases) {
    Sources sources;
    Problems problems;
    const SourceFile& file = sources.add("s", std::string("#\n") + wrong.line + "\n");
    EXPECT_TRUE(parse_suppressions(file, problems).empty()) << wrong.line;
    ASSERT_EQ(problems.size(), 1U) << wrong.line;
    EXPECT_EQ(sources.where(problems[0].where), "s:2:" + std::to_string(wrong.column))
        << wrong.line;
    EXPECT_EQ(problems[0].message, wrong.message) << wrong.line;
    EXPECT_EQ(problems[0].hint, wrong.hint) << wrong.line;
  }
}

}  // namespace
}  // namespace nfsready
