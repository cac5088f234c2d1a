#include "observe/wait_in_threads.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cstdlib>

namespace nfsready {
namespace {

// How many of a hundred pieces of work are done in a process that may not have a thread more.
std::size_t done_without_threads() {
  const rlimit none{0, 0};
  setrlimit(RLIMIT_AS, &none);  // no memory for a stack
  std::atomic<std::size_t> done{0};
  wait_in_threads(100, 100, [&](std::size_t) { ++done; });
  return done;
}

// The macro alone is over the limit.
// NOLINTNEXTLINE(readability-function-cognitive-complexity)
TEST(WaitInThreadsDeathTest, DoesTheWorkAlsoWhereNoThreadIsLeft) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "the sanitizer itself needs memory";
#endif
  EXPECT_EXIT(std::_Exit(done_without_threads() == 100 ? 0 : 1), ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace nfsready
