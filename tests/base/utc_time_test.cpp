#include "base/utc_time.h"

#include <gtest/gtest.h>

#include <limits>

namespace nfsready {
namespace {

TEST(UtcTime, IsWrittenAndReadAsRfc3339) {
  struct Point {
    std::int64_t seconds;
    const char* text;
  };
  for (const Point& point :
       {Point{0, "1970-01-01T00:00:00Z"}, Point{-1, "1969-12-31T23:59:59Z"},
        Point{951782400, "2000-02-29T00:00:00Z"}, Point{1775001599, "2026-03-31T23:59:59Z"},
        Point{253402300799, "9999-12-31T23:59:59Z"}}) {
    EXPECT_EQ(utc_text(point.seconds), point.text);
    EXPECT_EQ(parse_utc(point.text), point.seconds) << point.text;
  }
  EXPECT_EQ(utc_text(std::numeric_limits<std::int64_t>::max()), "9999-12-31T23:59:59Z");
  EXPECT_EQ(utc_text(std::numeric_limits<std::int64_t>::min()), "0000-01-01T00:00:00Z");
}

TEST(UtcTime, TakesNothingElse) {
  for (const char* const text :
       {"", "2026-03-31", "2026-03-31T23:59:59", "2026-03-31 23:59:59Z", "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z", "2026-03-31T24:00:00Z", "2026-03-31T23:60:00Z",
        "2026-03-31T23:59:60Z", "2026-03-31T23:59:59+01:00", "+026-03-31T23:59:59Z"}) {
    EXPECT_FALSE(parse_utc(text)) << text;
  }
}

TEST(UtcTime, TellsSpansInTheirLargestUnit) {
  EXPECT_EQ(duration_text(-5), "0 seconds");
  EXPECT_EQ(duration_text(59), "59 seconds");
  EXPECT_EQ(duration_text(60), "1 minute");
  EXPECT_EQ(duration_text(7200), "2 hours");
  EXPECT_EQ(duration_text(47 * 3600), "47 hours");
  EXPECT_EQ(duration_text(48 * 3600), "2 days");
}

}  // namespace
}  // namespace nfsready
