// Whom a client text admits. Every verdict was seen on a running NFS-Ganesha 4.3.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "support/export_world.h"
#include "support/ganesha_text.h"

namespace nfsready {
namespace {

using testing::full_names;
using testing::ganesha_export;
using testing::kHost1;
using testing::kHost2;
using testing::kHost3;
using testing::kHost6;
using testing::kNamelessHost;
using testing::Question;

bool admits(const std::string& list, const char* address, const Names& names = full_names()) {
  const std::string text = ganesha_export("CLIENT { Clients = " + list + "; Access_Type = RW; }");
  return testing::verdict_of({Dialect::kGanesha, text, "/a", address, 33000}, names) ==
         "rw sq ok@1";
}

TEST(GaneshaGrantClients, WhoIsAdmitted) {
  struct Row {
    std::string list;
    std::string admitted;  // of the hosts 1, 2, 3, nameless and 6, those that are admitted
  };
  const std::vector<Row> rows = {
      {"*", "1236n"},
      {"0.0.0.0", "1236n"},
      {"node01", "1"},
      {"NODE01.CL.TEST", "1"},
      {"node01.cl.test.", ""},
      {"fade", ""},
      {"node6", "6"},
      {"10.91.0.11/32", "1"},
      {"10.91.0.99/24", "123n"},
      {"10.91.0.99/1", "123n"},
      {"012.91.0.013", "1"},
      {"fd91::2", "6"},
      {"FD91:0:0:0:0:0:0:2", "6"},
      {"fd91::/64", "6"},
      {"::/1", ""},
      {"::ffff:10.91.0.11", ""},
      {"*.cl.test", "1236"},
      {"node0?.cl.test", "12"},
      {"?ode01.cl.test", ""},  // begins like a name, and is taken for one
      {"node0[12].cl.test", "12"},
      {"node0[1-2]*", "12"},
      {"node0[!1].cl.test", "2"},
      {"10.91.0.1[1-3]", "123"},
      {"*1", "1"},
      {"fd91*", "6"},
      {"*2", "26"},
      {"*7", "n"},
      {"@ngfqdn", "1"},
      {"@ngnest", "1"},
      {"@ngloop", "1"},
      {"@ngshort", ""},
      {"@ngalias", ""},
      {"@ngcase", "1"},
      {"@ngip", "n"},
      {"@ngempty", "1236n"},
      {"@ngdash", ""},
      {"@nope", ""},
  };
  const std::vector<std::pair<char, const char*>> hosts = {
      {'1', kHost1}, {'2', kHost2}, {'3', kHost3}, {'6', kHost6}, {'n', kNamelessHost}};
  for (const Row& row : rows) {
    std::string admitted;
    for (const auto& [mark, address] : hosts) {
      if (admits(row.list, address)) admitted += mark;
    }
    EXPECT_EQ(admitted, row.admitted) << row.list;
  }
}

// Netgroups compare names without case, wildcards with it.
TEST(GaneshaGrantClients, CaseOfReverseNames) {
  const Names& names = testing::names_of("10.0.0.1 Node1.Dom\n", "ng (node1.dom,,)\n");
  EXPECT_TRUE(admits("@ng", "10.0.0.1", names));
  EXPECT_TRUE(admits("node1.dom", "10.0.0.1", names));
  EXPECT_TRUE(admits("*.Dom", "10.0.0.1", names));
  EXPECT_FALSE(admits("*.dom", "10.0.0.1", names));
}

}  // namespace
}  // namespace nfsready
