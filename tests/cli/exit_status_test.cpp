// What a gate in front of a boot relies on: 0 only when every node is ready.
#include <gtest/gtest.h>

#include "cli/program.h"

namespace nfsready::testing {
namespace {

TEST(ExitStatus, IsZeroWhenEveryNodeIsReady) {
  const SiteCopy copy;
  const Ended run = nfsready({"check", copy.site()});
  EXPECT_EQ(run.status, 0) << run.out << run.err;
  EXPECT_TRUE(run.out.ends_with("\nREADY\n")) << run.out;
  EXPECT_EQ(run.err, "");
}

}  // namespace
}  // namespace nfsready::testing
