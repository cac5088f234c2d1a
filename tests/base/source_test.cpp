#include "base/source.h"

#include <gtest/gtest.h>

namespace nfsready {
namespace {

TEST(Source, FindsLinesAndColumns) {
  Sources sources;
  const SourceFile& file = sources.add("f", "ab\ncaf\xC3\xA9 x\r\n\n\xFFz");
  const auto at = [&](std::uint32_t offset) { return sources.where(file.span(offset, 1)); };
  EXPECT_EQ(at(0), "f:1:1");
  EXPECT_EQ(at(2), "f:1:3");
  EXPECT_EQ(at(3), "f:2:1");
  EXPECT_EQ(at(9), "f:2:6");  // the two bytes of e-acute are one column
  EXPECT_EQ(at(12), "f:3:1");
  EXPECT_EQ(at(14), "f:4:2");  // an invalid byte is one column
  EXPECT_EQ(at(99), "f:4:3");
  EXPECT_EQ(file.line(2), "caf\xC3\xA9 x");
  EXPECT_EQ(file.line(5), "");
  EXPECT_EQ(sources.where(Span{}), "");
}

TEST(Source, EmptyFileHasOnePlace) {
  Sources sources;
  EXPECT_EQ(sources.where(sources.add("e", "").span(0, 0)), "e:1:1");
}

}  // namespace
}  // namespace nfsready
