#include <gtest/gtest.h>

#include <string>

#include "grant/linux_world.h"
#include "support/source.h"
#include "support/world.h"

namespace nfsready {
namespace {

using testing::kNode1;
using testing::kNode2;
using testing::linux_names;
using testing::linux_tree;
using testing::no_names;
using testing::Question;
using testing::verdict_of;

struct Row {
  const char* id;
  Dialect dialect;
  const char* text;
  const char* path;
  const char* address;
  std::uint16_t port;
  const char* verdict;
};

constexpr Row kVectors[] = {
    {"T10", Dialect::kShowmount,
     "Export list for 10.91.0.1:\n/export/img (everyone)\n/export/a   node01.cl.test\n",
     "/export/a", kNode1, 800, "unknown ? ?@3"},
    {"T11", Dialect::kShowmount,
     "Export list for 10.91.0.1:\n/export/img (everyone)\n/export/a   node01.cl.test\n",
     "/export/a", kNode2, 800, "denied@-"},
    {"T12", Dialect::kShowmount,
     "Export list for 10.91.0.1:\n/export/img (everyone)\n/export/a   node01.cl.test\n",
     "/export/img", kNode2, 800, "unknown ? ?@2"},
    {"T15", Dialect::kShowmount,
     "Export list for 10.91.0.1:\n/export/with space @ngfqdn,10.91.0.0/24\n/export/a          "
     "@ngfqdn,*.cl.test,10.91.0.0/24\n",
     "/export/a", kNode1, 800, "unknown ? ?@3"},
};

TEST(ShowmountGrants, TellWhoMayMount) {
  for (const Row& row : kVectors) {
    const Question question{row.dialect, row.text, row.path, row.address, row.port};
    EXPECT_EQ(verdict_of(question, linux_names(), linux_tree()), row.verdict) << row.id;
  }
}

TEST(ShowmountGrants, TakeAGroupForWhateverAServerMeansByIt) {
  const auto verdict = [](const std::string& groups, const char* address,
                          const char* path = "/export/a") {
    return verdict_of({Dialect::kShowmount, "/export/a " + groups + "\n", path, address, 800},
                      linux_names(), linux_tree());
  };
  for (const char* groups :
       {"node01", "n1alias", "NODE01.CL.TEST", "10.91.0.11", "10.91.0.11/32", "10.91.0.0/24",
        "10.91.0.0/255.255.255.0", "*.cl.test", "node0[1]*", "@ngfqdn", "ngfqdn", "@10.91.0.0/24",
        "@10.91.0.11", "*", "(everyone)", "x,y,node01"}) {
    EXPECT_EQ(verdict(groups, kNode1), "unknown ? ?@1") << groups;
    EXPECT_EQ(verdict(groups, kNode1, "/export/link/b"), "unknown ? ?@1") << groups;
  }
  for (const char* groups : {"node01", "10.91.0.11/32", "10.92.0.0/16", "@ngfqdn", "ngfqdn",
                             "<unknown>", "@nosuch", "10.91.0.12/99"}) {
    EXPECT_EQ(verdict(groups, kNode2), "denied@-") << groups;
  }
}

TEST(ShowmountGrants, LookAtParentsToo) {
  const std::string text = "/export/a node01\n/export node02\n/export/a node03\n";
  const auto verdict = [&](const char* path, const char* address) {
    return verdict_of({Dialect::kShowmount, text, path, address, 800}, linux_names());
  };
  EXPECT_EQ(verdict("/export/a", kNode1), "unknown ? ?@1");
  EXPECT_EQ(verdict("/export/a/b", kNode2), "unknown ? ?@2");
  EXPECT_EQ(verdict("/export/a", "10.91.0.13"), "unknown ? ?@1");
  EXPECT_EQ(verdict("/export", kNode1), "denied@-");
  EXPECT_EQ(verdict("/", kNode2), "denied@-");
}

TEST(ShowmountGrants, DoNotGuessNames) {
  const auto verdict = [](const char* groups) {
    return verdict_of(
        {Dialect::kShowmount, std::string("/export/a ") + groups + "\n", "/export/a", kNode1, 800},
        no_names());
  };
  EXPECT_EQ(verdict("node01"), "unknown ? ?@1");
  EXPECT_EQ(verdict("*.cl.test"), "unknown ? ?@1");
  EXPECT_EQ(verdict("@ng"), "unknown ? ?@1");
  EXPECT_EQ(verdict("10.91.0.12"), "denied@-");
}

}  // namespace
}  // namespace nfsready
