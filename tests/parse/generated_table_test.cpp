#include "parse/generated_table.h"

#include <gtest/gtest.h>

#include "support/source.h"

namespace nfsready {
namespace {

using testing::place;
using testing::source_of;

TEST(GeneratedTable, SplitsLinesAtTheBar) {
  Problems problems;
  const auto table = parse_generated_table(
      source_of("sl01|10.40.0.50|/stateliteroot\n\nsl02||/dir|\r\n# sl03|x\nsl04|||\n"), problems);
  ASSERT_EQ(table.size(), 4U);
  ASSERT_EQ(table[0].fields.size(), 3U);
  EXPECT_EQ(table[0].line.text, "sl01|10.40.0.50|/stateliteroot");
  EXPECT_EQ(table[0].fields[1].text, "10.40.0.50");
  EXPECT_EQ(place(table[0].fields[2].span), "1:17");
  EXPECT_EQ(table[1].line.text, "sl02||/dir|");
  ASSERT_EQ(table[1].fields.size(), 4U);
  EXPECT_EQ(table[1].fields[1].text, "");
  EXPECT_EQ(place(table[1].fields[3].span), "3:12");
  EXPECT_EQ(table[2].line.text, "# sl03|x");
  EXPECT_EQ(table[3].fields.size(), 4U);
  EXPECT_TRUE(problems.empty());
}

TEST(GeneratedTable, ALineWithoutABarIsKeptAndReported) {
  Problems problems;
  const auto table = parse_generated_table(source_of("sl01\n# comment\n"), problems);
  EXPECT_EQ(table.size(), 2U);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(place(problems[0].where), "1:1");
}

}  // namespace
}  // namespace nfsready
