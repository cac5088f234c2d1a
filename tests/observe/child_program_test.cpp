#include "observe/child_program.h"

#include <gtest/gtest.h>

namespace nfsready {
namespace {

constexpr Milliseconds kPlenty{30'000};

TEST(ChildProgram, TellsWhatItWroteAndHowItEnded) {
  const ProgramAnswer answer = ask_program({"sh", "-c", "echo one; echo two >&2; exit 3"}, kPlenty);
  EXPECT_TRUE(answer.ended);
  EXPECT_EQ(answer.status, 3);
  EXPECT_EQ(answer.output, "one\n");
}

TEST(ChildProgram, OneThatHangsIsKilled) {
  const ProgramAnswer answer =
      ask_program({"sh", "-c", "echo one; exec sleep 1000"}, Milliseconds(200));
  EXPECT_FALSE(answer.ended);
  EXPECT_EQ(answer.status, -1);
}

TEST(ChildProgram, OneThatNeverStopsWritingIsKilled) {
  const ProgramAnswer answer = ask_program({"yes"}, kPlenty);
  EXPECT_FALSE(answer.ended);
  EXPECT_LT(answer.output.size(), 2 * kMaxOutput);
}

TEST(ChildProgram, OneThatIsNotThereHasNoAnswer) {
  EXPECT_FALSE(ask_program({"/nonexistent/program"}, kPlenty).ended);
}

}  // namespace
}  // namespace nfsready
