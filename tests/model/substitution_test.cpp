#include "model/substitution.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace nfsready {
namespace {

VariableValue look_up(std::string_view table, std::string_view column) {
  static const std::map<std::string, std::map<std::string, std::string>> tables = {
      {"noderes", {{"nfsserver", "hanfs"}, {"nfsdir", "/export//x/"}}},
      {"nodepos", {{"rack", "7"}, {"zero", "0"}}},
      {"hosts", {{"ip", ""}}},
      {"site", {{"master", "10.40.0.1"}}}};
  if (table == "odd") return {VariableValue::Kind::kUndecidable, "it depends"};
  const auto found = tables.find(std::string(table));
  if (found == tables.end()) return {VariableValue::Kind::kUnknownTable, {}};
  const auto value = found->second.find(std::string(column));
  if (value == found->second.end()) return {VariableValue::Kind::kNoValue, {}};
  return {VariableValue::Kind::kValue, value->second};
}

std::string server(std::string_view text) { return substitute_server(text, "sl01", look_up).text; }
std::string directory(std::string_view text) {
  return substitute_directory(text, "sl01", look_up).text;
}

// Every result below is what xCAT's own function gave under Perl 5.36.
TEST(Substitution, ReplacesVariablesOfServers) {
  EXPECT_EQ(server("$noderes.nfsserver"), "hanfs");
  EXPECT_EQ(server("$noderes.nfsserver.cluster.example"), "hanfs");
  EXPECT_EQ(server("nfs$node"), "nfssl01");
  EXPECT_EQ(server("$hosts.ip"), "UNDEFINED");
  EXPECT_EQ(server("hanfs"), "hanfs");
  EXPECT_EQ(server("/ha/nfs/"), "hanfs");
  EXPECT_EQ(server("a/$node"), "asl01");
}

TEST(Substitution, ReplacesVariablesOfDirectories) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"/litetree/$node/etc/", "/litetree/sl01/etc"},
      {"litetree/$node", "/litetree/sl01"},
      {"/data$node", "/datasl01"},
      {"/$node$nodepos.rack", "/sl01.7"},
      {"/r$nodepos.rack#s", "/r7#s"},
      {"/r$nodepos.rack s/$node", "/r7 s/sl01"},
      {"/$node-data", ""},
      {"/$node.ext", ""},
      {"/x/$nosuch.col", ""},
      {"/x/$nodepos.height", "/x/UNDEFINED"},
      {"/x/$nodepos.zero", "/x/UNDEFINED"},
      {"/x/$nodepos", "/x/UNDEFINED"},
      {"/x/$nodepos.", "/x/UNDEFINED"},
      {"/s/$site.master", "/s/10.40.0.1"},
      {"/$", "/"},
      {"/a$/b", "/a/b"},
      {"//a//b/", "//a/b"},
      {"/", ""},
      {"", ""},
      {"/$noderes.nfsdir/x", "//export/x/x"},
  };
  for (const auto& [text, result] : cases) EXPECT_EQ(directory(text), result) << text;
}

TEST(Substitution, TellsWhatIsUndefined) {
  const Substitution result =
      substitute_directory("/$nodepos.height/$hosts.ip$node/$noderes.x.y", "sl01", look_up);
  EXPECT_EQ(result.text, "/UNDEFINED/UNDEFINED.sl01/UNDEFINED");
  EXPECT_EQ(result.undefined,
            (std::vector<std::string>{"$nodepos.height", "$hosts.ip", "$noderes.x.y"}));
  EXPECT_EQ(result.unknown_table, "");
  EXPECT_EQ(result.undecidable, "");
}

TEST(Substitution, TellsWhichTableIsUnknown) {
  const auto unknown = [](std::string_view text) {
    return substitute_directory(text, "sl01", look_up).unknown_table;
  };
  EXPECT_EQ(unknown("/$node-data/$nosuch.col"), "node-data");
  EXPECT_EQ(unknown("/$node.ext"), "node");
  EXPECT_EQ(unknown("/$.x"), ".x");
  EXPECT_EQ(unknown("/$node"), "");
}

TEST(Substitution, NeverRunsCommands) {
  const Substitution result =
      substitute_directory("/a/#CMD=cat /etc/$node.dir#/b", "sl01", look_up);
  EXPECT_EQ(result.unknown_table, "node");
  EXPECT_EQ(result.undecidable, "");
  EXPECT_EQ(substitute_server("#CMD=hostname#", "sl01", look_up).undecidable,
            "'/#CMD=hostname#' needs the output of a command");
  EXPECT_NE(substitute_directory("/a#CMD=ls#", "sl01", look_up).undecidable, "");
}

TEST(Substitution, PassesOnWhyAValueIsUndecidable) {
  EXPECT_EQ(substitute_directory("/$odd.x", "sl01", look_up).undecidable, "it depends");
}

TEST(Substitution, LitetreeLooksForVariablesFirst) {
  EXPECT_TRUE(has_variables("/litetree/$node"));
  EXPECT_TRUE(has_variables("#CMD=ls#"));
  EXPECT_FALSE(has_variables("/litetree/common#1/"));
}

TEST(LiteLocation, SplitsAtTheFirstTwoColons) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"$noderes.nfsserver:/stateliteroot", "$noderes.nfsserver|/stateliteroot"},
      {"/stateliteroot", "|/stateliteroot"},
      {"fd00:40::50:/stateliteroot", "fd00|40"},
      {"hanfs:/", "hanfs|/"},
      {"hanfs:", "|hanfs"},
      {":/a", "|/a"},
      {"hanfs:/a:ro", "hanfs|/a"},
      {"sl01", "|sl01"},
      {"", "|"},
  };
  for (const auto& [value, parts] : cases) {
    const LiteLocation location = split_lite_location(value);
    EXPECT_EQ(std::string(location.server) + "|" + std::string(location.directory), parts);
  }
}

TEST(Substitution, NamesItsVariables) {
  using Variables = std::vector<std::string_view>;
  EXPECT_EQ(variables_of("$noderes.nfsserver:/x/$node$nodepos.rack#s/$nodepos.u"),
            (Variables{"$noderes.nfsserver", "$nodepos.rack", "$nodepos.u"}));
  EXPECT_EQ(variables_of("nas:/state"), Variables{});
  EXPECT_EQ(variables_of("$"), Variables{});
  EXPECT_EQ(table_named("$nodepos.rack"), "nodepos");
  EXPECT_EQ(table_named("$nodepos"), "nodepos");
}

}  // namespace
}  // namespace nfsready
