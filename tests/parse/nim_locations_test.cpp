#include "parse/nim_locations.h"

#include <gtest/gtest.h>

#include "support/source.h"

namespace nfsready {
namespace {

using testing::place;
using testing::source_of;

TEST(NimLocations, ReadsOneRecordPerResource) {
  Problems problems;
  const auto locations =
      parse_nim_locations(source_of("#name:location:\n71cosi:/install/nim/spot/71cosi/usr:\n\n"
                                    "#name:location:\n71cosi_root:/install/nim/root/71cosi_root:\n"
                                    "odd:/a:b:\nopen:/c\r\n"),
                          problems);
  ASSERT_EQ(locations.size(), 4U);
  EXPECT_EQ(locations[0].resource.text, "71cosi");
  EXPECT_EQ(locations[0].location.text, "/install/nim/spot/71cosi/usr");
  EXPECT_EQ(place(locations[1].location.span), "5:13");
  EXPECT_EQ(locations[2].location.text, "/a:b");
  EXPECT_EQ(locations[3].location.text, "/c");
  EXPECT_TRUE(problems.empty());
}

TEST(NimLocations, ABrokenLineCostsOnlyItself) {
  Problems problems;
  const auto locations = parse_nim_locations(
      source_of("0042-053 lsnim: there is no NIM object named x\nx\n:/a:\ny::\nz:/z:\n"), problems);
  ASSERT_EQ(locations.size(), 2U);
  EXPECT_EQ(locations[1].resource.text, "z");
  ASSERT_EQ(problems.size(), 3U);
  EXPECT_EQ(place(problems[0].where), "2:1");
}

TEST(NimLocations, ARelativeOneInTheListingIsAProblem) {
  const SourceFile& file = testing::source_of(
      "a:\n   location = install/a\nb:\n   location = /install/b\nc:\n   class = resources\n");
  Problems problems;
  const std::vector<Stanza> objects = parse_stanzas(file, StanzaStyle::kNim, problems);
  report_relative_locations(file, objects, problems);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(testing::place(problems.front().where), "2:15");
  EXPECT_TRUE(problems.front().lost.is_set());
}

}  // namespace
}  // namespace nfsready
