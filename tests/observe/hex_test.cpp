#include "observe/hex.h"

#include <gtest/gtest.h>

namespace nfsready {
namespace {

TEST(Hex, GivesBackEveryByte) {
  std::string bytes;
  for (int value = 0; value < 256; ++value) bytes += static_cast<char>(value);
  std::string read;
  ASSERT_TRUE(from_hex(to_hex(bytes), read));
  EXPECT_EQ(read, bytes);
  EXPECT_EQ(to_hex(std::string("\x00\xff", 2)), "00ff");
}

TEST(Hex, TakesNothingElse) {
  std::string bytes;
  for (const char* const text : {"0", "0g", "0A", " 0", "00 "}) {
    EXPECT_FALSE(from_hex(text, bytes)) << text;
  }
  EXPECT_TRUE(from_hex("", bytes));
}

}  // namespace
}  // namespace nfsready
