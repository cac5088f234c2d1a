#include "base/address.h"

#include <gtest/gtest.h>

namespace nfsready {
namespace {

TEST(Address, ReadsAndPrints) {
  EXPECT_EQ(Address::parse("10.40.0.1")->text(), "10.40.0.1");
  EXPECT_EQ(Address::parse("fd91:0::2")->text(), "fd91::2");
  for (const char* bad : {"", "10.0.0", "10.0.0.0.1", "10.0.0.256", "010.0.0.1", "10.0.0.",
                          "a.b.c.d", "10.0.0.1/8", "[fd00::1]", "fd00::1%en0", ":", "1::2::3"}) {
    EXPECT_FALSE(Address::parse(bad).has_value()) << bad;
  }
}

TEST(Address, NetworksContain) {
  const Network net(*Address::parse("10.40.1.77"), 24);
  EXPECT_TRUE(net.contains(*Address::parse("10.40.1.1")));
  EXPECT_FALSE(net.contains(*Address::parse("10.40.2.1")));
  EXPECT_FALSE(net.contains(*Address::parse("fd00::1")));
  const Network odd(*Address::parse("10.0.0.1"), *Address::parse("255.0.0.255"));
  EXPECT_TRUE(odd.contains(*Address::parse("10.9.9.1")));
  EXPECT_FALSE(odd.contains(*Address::parse("10.9.9.2")));
  EXPECT_TRUE(Network(*Address::parse("fd91::"), 64).contains(*Address::parse("fd91::2")));
  EXPECT_TRUE(Network(*Address::parse("0.0.0.0"), 0).contains(*Address::parse("1.2.3.4")));
}

TEST(Address, KnowsLoopback) {
  EXPECT_TRUE(Address::parse("127.0.0.1")->is_loopback());
  EXPECT_TRUE(Address::parse("::1")->is_loopback());
  EXPECT_FALSE(Address::parse("10.0.0.1")->is_loopback());
  EXPECT_FALSE(Address().is_loopback());
}

}  // namespace
}  // namespace nfsready
