#include "model/noderange.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/text.h"

namespace nfsready {
namespace {

// The nodes and groups of a small cluster.
class Noderange : public ::testing::Test {
 protected:
  Noderange() {
    std::sort(nodes_.begin(), nodes_.end(), natural_less);
    groups_["all"] = members([](std::string_view) { return true; });
    groups_["sl"] = members([](std::string_view node) { return node.starts_with("sl"); });
    groups_["n2"] = members([](std::string_view node) { return node == "hanfs"; });
    groups_["rack1"] = members([](std::string_view node) { return node == "n1" || node == "n2"; });
    groups_["rack2"] = members([](std::string_view node) { return node == "n3"; });
    groups_["g-1"] = groups_["rack2"];
  }

  template <typename Wanted>
  std::vector<std::uint32_t> members(const Wanted& wanted) {
    std::vector<std::uint32_t> indices;
    for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
      if (wanted(nodes_[i])) indices.push_back(i);
    }
    return indices;
  }

  // The names of the nodes, or "!" and the error.
  std::string nodes_of(std::string_view text) {
    const auto selection = evaluate_noderange(text, NodeNames{nodes_, groups_});
    if (!selection) return "!" + selection.error().message;
    std::string shown;
    for (const std::uint32_t node : selection.value().nodes) {
      shown.append(shown.empty() ? "" : " ").append(nodes_[node]);
    }
    return shown;
  }

  std::vector<std::string_view> nodes_ = {"n1",   "n2",   "n3",   "n9",   "n10",  "n09",   "f1n1",
                                          "f1n2", "f2n1", "a-1",  "a-2",  "a-3",  "hanfs", "sl01",
                                          "sl02", "sl03", "sl04", "sl10", "n1.d", "n2.d"};
  std::unordered_map<std::string_view, std::vector<std::uint32_t>> groups_;
};

// Every result was compared with that of xCAT's own function.
TEST_F(Noderange, SelectsNodes) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"n1", "n1"},
      {"sl", "sl01 sl02 sl03 sl04 sl10"},
      {"n10,n9,n9,n1", "n1 n9 n10"},
      {"n2", "n2"},
      {"g-1", "n3"},
      {"a-1", "a-1"},
      {"sl01-sl03", "sl01 sl02 sl03"},
      {"sl01:sl03", "sl01 sl02 sl03"},
      {"a-1-a-3", "a-1 a-2 a-3"},
      {"n[1-3]", "n1 n2 n3"},
      {"sl[01-04]", "sl01 sl02 sl03 sl04"},
      {"f[1-2]n[1-2]", "f1n1 f1n2 f2n1"},
      {"n[1,3,9-10]", "n1 n3 n9 n10"},
      {"n[1-2].d", "n1.d n2.d"},
      {"rack[1-2]", "n1 n2 n3"},
      {"sl01+2", "sl01 sl02 sl03"},
      {"n9+1", "n9 n10"},
      {"/sl0[12]", "sl01 sl02"},
      {"/sl01|n9", "n9 sl01"},
      {"/n", "!no node matches 'n'"},
      {"sl,-sl02", "sl01 sl03 sl04 sl10"},
      {"-sl02,sl", "sl01 sl03 sl04 sl10"},
      {"-sl", ""},
      {"all@rack1", "n1 n2"},
      {"rack1,all@rack2", "n1 n2 n3"},
      {"sl,-sl@sl[01-02]", "sl03 sl04 sl10"},
      {"(n1,n2,n3)@rack1", "n1 n2"},
      {"(sl,-sl02),sl02", "sl01 sl02 sl03 sl04 sl10"},
      {" n1 ", "n1"},
  };
  for (const auto& [text, nodes] : cases) EXPECT_EQ(nodes_of(text), nodes) << text;
}

TEST_F(Noderange, SaysWhatIsWrong) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "the noderange is empty"},
      {"hanfx", "'hanfx' is neither a node nor a group; did you mean 'hanfs'?"},
      {"zebra", "'zebra' is neither a node nor a group"},
      {"sl,-rakk1", "'rakk1' is neither a node nor a group; did you mean 'rack1'?"},
      {"n3-n1", "'n3-n1' is neither a node nor a group; as a range it does not run upwards"},
      {"x[1-3]", "no name in the range 'x[1-3]' is a node or a group"},
      {"n1,,n2", "a name is missing in 'n1,,n2'"},
      {"n1,", "a name is missing in 'n1,'"},
      {"-", "a name is missing in '-'"},
      {"n1@", "a name is missing in 'n1@'"},
      {"all@-n1", "an exclusion such as '-n1' must follow a comma"},
      {"^/tmp/nodes", "'^/tmp/nodes' would read a file: give its names instead"},
      {"nodetype.os==AIX",
       "'nodetype.os==AIX' selects by an attribute, which is not supported: give names or groups"},
      {"mgt=~hmc",
       "'mgt=~hmc' selects by an attribute, which is not supported: give names or groups"},
      {"/sl(", "the brackets of '/sl(' do not balance"},
      {"/*", "'*' is no regular expression: quantifier does not follow a repeatable item"},
      {"n[1-3", "the brackets of 'n[1-3' do not balance"},
      {std::string(100, '(') + "n1" + std::string(100, ')'),
       "the parentheses are nested too deeply"},
  };
  for (const auto& [text, message] : cases) {
    const std::string shown = nodes_of(text);
    EXPECT_EQ(shown.substr(0, 1), "!") << text;
    EXPECT_EQ(shown.substr(1), message) << text;
  }
}

TEST_F(Noderange, AHugeRangeStandsForTheNamesThatExist) {
  const auto selection = evaluate_noderange("n[1-999999999]", NodeNames{nodes_, groups_});
  ASSERT_TRUE(selection);
  EXPECT_EQ(nodes_of("n[1-999999999]"), "n1 n2 n3 n9 n10");
  EXPECT_EQ(selection.value().absent, "n4");
}

TEST_F(Noderange, TellsTheFirstNameOfARangeThatIsAbsent) {
  const auto absent = [&](std::string_view text) {
    return evaluate_noderange(text, NodeNames{nodes_, groups_}).value().absent;
  };
  EXPECT_EQ(absent("n[1-3]"), "");
  EXPECT_EQ(absent("f[1-2]n[1-2]"), "f2n2");
  EXPECT_EQ(absent("sl04-sl06,n[1-4]"), "sl05");
  EXPECT_EQ(absent("rack1-rack2"), "");
}

}  // namespace
}  // namespace nfsready
