#include "grant/wildmat.h"

#include <gtest/gtest.h>

#include <string>

namespace nfsready {
namespace {

struct Row {
  const char* name;
  const char* pattern;
  bool matches;
};

// Seen with rpc.mountd of nfs-utils 2.6.2.
constexpr Row kRows[] = {
    {"node01.cl.test", "*.cl.test", true},
    {"node03.sub.cl.test", "*.cl.test", true},
    {"cl.test", "*.cl.test", false},
    {"node01", "node0?", true},
    {"node01", "node0??", false},
    {"node01", "NODE0?", true},
    {"node01.cl.test", "node0?", false},
    {"node01", "**", true},
    {"node01", "*1", true},
    {"node01", "*?1", true},
    {"node01", "*", true},
    {"node01", "node01*", true},
    {"node01", "node01?", false},
    {"node02", "node0[12]", true},
    {"node03", "node0[12]", false},
    {"node02", "node0[1-3]", true},
    {"node02", "node0[3-1]", false},
    {"node02", "node0[^1]", true},
    {"node01", "node0[^1]", false},
    {"node02", "node0[!1]", false},
    {"node01", "[N]ode01", true},
    {"node01", "[A-Z]ode01", true},
    {"node01", "[^N]ode01", false},
    {"node01", "node[01-03]*", true},
    {"node01", "node0[1-]", true},
    {"node0-", "node0[1-]", true},
    {"node0-", "node0[-1]", true},
    {"node0]", "node0[]1]", true},
    {"node0]", "node0[^]1]", false},
    {"node02", "node0[^]1]", true},
    {"node05", "node0[--9]", true},
    {"node01", "node0[1", true},
    {"node02", "node0[1", false},
    {"node01", "no\\de01", true},
    {"node01", "node01\\", false},
    {"a*b", "a\\*b", true},
    {"axb", "a\\*b", false},
    {"", "*", true},
    {"", "?", false},
    {"", "", true},
    {"node01", "", false},
};

TEST(Wildmat, MatchesAsMountdDoes) {
  for (const Row& row : kRows) {
    EXPECT_EQ(wildmat(row.name, row.pattern), row.matches) << row.name << " " << row.pattern;
  }
}

TEST(Wildmat, DoesNotBacktrackWithoutEnd) {
  std::string pattern;
  for (int i = 0; i < 200; ++i) pattern += "*a";
  EXPECT_FALSE(wildmat(std::string(2000, 'a') + "b", pattern));
}

}  // namespace
}  // namespace nfsready
