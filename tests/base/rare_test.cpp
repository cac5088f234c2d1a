#include "base/rare.h"

#include <gtest/gtest.h>

#include <string>

namespace nfsready {
namespace {

TEST(Rare, HoldsNothingUntilItIsTold) {
  Rare<std::string> rare;
  EXPECT_FALSE(rare);
  rare = std::string("here");
  ASSERT_TRUE(rare);
  EXPECT_EQ(*rare, "here");
  rare.reset();
  EXPECT_FALSE(rare);
}

TEST(Rare, ACopyIsAValueOfItsOwn) {
  Rare<std::string> rare(std::string("one"));
  Rare<std::string> copy = rare;
  *copy = "two";
  EXPECT_EQ(*rare, "one");
  copy = Rare<std::string>();
  EXPECT_FALSE(copy);
  EXPECT_EQ(rare->size(), 3U);
}

}  // namespace
}  // namespace nfsready
