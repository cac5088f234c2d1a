// The JUnit report: one profile that all its readers take, and counts that are right.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <pugixml.hpp>
#include <set>
#include <string>
#include <string_view>

#include "base/text.h"
#include "reports/hostile.h"
#include "reports/report_world.h"

namespace nfsready::testing {
namespace {

pugi::xml_document parsed(const std::string& text) {
  pugi::xml_document document;
  const pugi::xml_parse_result result =
      document.load_buffer(text.data(), text.size(), pugi::parse_full, pugi::encoding_utf8);
  EXPECT_TRUE(result) << result.description() << " at " << result.offset;
  return document;
}

// xmllint's verdict on a document: empty when it is well-formed and valid.
std::string wrong_with(const std::string& document) {
  const std::string file = ::testing::TempDir() + "nfsready-junit-" + std::to_string(getpid());
  std::ofstream(file, std::ios::binary) << document;
  const std::string command = "xmllint --noout --huge --schema " NFSREADY_SOURCE_DIR
                              "/tests/reports/junit.xsd '" +
                              file + "' 2>'" + file + ".err'";
  const int status = std::system(command.c_str());
  std::ifstream errors(file + ".err");
  std::string text((std::istreambuf_iterator<char>(errors)), {});
  std::remove(file.c_str());
  std::remove((file + ".err").c_str());
  if (WEXITSTATUS(status) == 127) return "xmllint is missing: apt-get install libxml2-utils";
  return status == 0 ? "" : text.substr(0, 2000);
}

struct Tally {
  int tests = 0;
  int failures = 0;
  int errors = 0;
  int skipped = 0;
  friend bool operator==(const Tally&, const Tally&) = default;
};

void PrintTo(const Tally& tally, std::ostream* out) {  // NOLINT(readability-identifier-naming)
  *out << tally.tests << " tests, " << tally.failures << " failures, " << tally.errors
       << " errors, " << tally.skipped << " skipped";
}

Tally told(const pugi::xml_node& node) {
  return {node.attribute("tests").as_int(-1), node.attribute("failures").as_int(-1),
          node.attribute("errors").as_int(-1), node.attribute("skipped").as_int(0)};
}

Tally counted(const pugi::xml_node& suite) {
  Tally tally;
  for (const pugi::xml_node& test : suite.children("testcase")) {
    ++tally.tests;
    tally.failures += test.child("failure") ? 1 : 0;
    tally.errors += test.child("error") ? 1 : 0;
    tally.skipped += test.child("skipped") ? 1 : 0;
  }
  return tally;
}

void expect_right_counts(const std::string& report) {
  const pugi::xml_document document = parsed(report);
  const pugi::xml_node root = document.child("testsuites");
  Tally sum;
  for (const pugi::xml_node& suite : root.children("testsuite")) {
    const Tally own = counted(suite);
    EXPECT_EQ(told(suite), own) << suite.attribute("name").value();
    sum = {sum.tests + own.tests, sum.failures + own.failures, sum.errors + own.errors,
           sum.skipped + own.skipped};
  }
  EXPECT_EQ(told(root), sum);
}

pugi::xml_node case_of(const pugi::xml_document& document, const char* suite, const char* name) {
  return document.child("testsuites")
      .find_child_by_attribute("testsuite", "name", suite)
      .find_child_by_attribute("testcase", "name", name);
}

// A node of every verdict, findings of every severity; --fail-on in every way.
std::vector<ReportOptions> all_options() {
  std::vector<ReportOptions> all(4);
  all[1].fail_on = Severity::kWarning;
  all[2].fail_on = Severity::kNote;
  all[3].never_fail = true;
  return all;
}

TEST(Junit, IsValidAndCountsRightHoweverItShallFail) {
  for (const ReportOptions& options : all_options()) {
    const std::string report = mixed_world().junit(options);
    EXPECT_EQ(wrong_with(report), "");
    expect_right_counts(report);
  }
}

struct Damage {
  const char* from;
  const char* to;
};

TEST(Junit, TheSchemaSeesWhatIsWrong) {
  for (const Damage& damage : {Damage{"time=\"0.000\"", "time=\"1e-05\""},
                               {"<failure ", "<skipped/><failure "},
                               {"type=\"NR", "type=\"XX"},
                               {"node.cn002", "node.cn001"},
                               {" skipped=\"0\"", ""}}) {
    std::string report = mixed_world().junit();
    const std::size_t at = report.find(damage.from);
    ASSERT_NE(at, std::string::npos) << damage.from;
    report.replace(at, std::string_view(damage.from).size(), damage.to);
    EXPECT_NE(wrong_with(report), "") << damage.to;
  }
}

TEST(Junit, HasASuitePerNodeAndACasePerMount) {
  const pugi::xml_document document = parsed(mixed_world().junit());
  const pugi::xml_node root = document.child("testsuites");
  std::set<std::string> suites;
  for (const pugi::xml_node& suite : root.children())
    suites.insert(suite.attribute("name").value());
  EXPECT_EQ(suites, (std::set<std::string>{"site", "node.cn001", "node.cn002", "node.cn003",
                                           "node.cn004", "node.cn005"}));
  EXPECT_TRUE(case_of(document, "node.cn004", "root nas:/root"));
  EXPECT_TRUE(case_of(document, "node.cn004", "root nas:/usr"));
  EXPECT_TRUE(case_of(document, "node.cn004", "boot files"));
}

TEST(Junit, FailuresSayWhatWhereAndWhatToDo) {
  const pugi::xml_document document = parsed(mixed_world().junit());
  const pugi::xml_node failure = case_of(document, "node.cn004", "root nas:/usr").child("failure");
  EXPECT_STREQ(failure.attribute("type").value(), "NR202");
  EXPECT_STREQ(failure.attribute("message").value(), "what is wrong with node-not-listed");
  EXPECT_STREQ(failure.text().get(),
               "what is wrong with node-not-listed\n"
               "id: NR202 node-not-listed\n"
               "at: site/servers/nas/etc/exports:2:1\n"
               "evidence: /root cn002(rw)\n"
               "fix: on nas: add the node\nthen: exportfs -ra");
}

TEST(Junit, WhatCouldNotBeJudgedIsAnErrorWhateverFails) {
  for (const ReportOptions& options : all_options()) {
    const pugi::xml_document document = parsed(mixed_world().junit(options));
    const pugi::xml_node test = case_of(document, "node.cn005", "boot files");
    EXPECT_TRUE(test.child("error"));
    EXPECT_STREQ(test.child("error").attribute("type").value(), "NR901");
    EXPECT_FALSE(test.child("failure"));
    EXPECT_FALSE(test.child("skipped"));
  }
}

TEST(Junit, AMountOfUnknownGrantIsAnErrorAlsoWhenNothingIsToldOfIt) {
  for (const ReportOptions& options : all_options()) {
    const std::string report = mixed_world().junit(options);
    expect_right_counts(report);
    const pugi::xml_document document = parsed(report);
    const pugi::xml_node error = case_of(document, "node.cn005", "root nas:/root").child("error");
    EXPECT_NE(std::string_view(error.text().get()).find("what the server grants is not known"),
              std::string_view::npos);
  }
}

TEST(Junit, AnErrorThatStopsTheNodeOutweighsWhatCouldNotBeJudged) {
  ReportWorld world;
  const auto node = world.add_node("cn001", Verdict::kNotReady);
  world.add_finding(kMissing, Effect::kUnjudged, {{node, 0}});
  world.add_finding(kNotListed, Effect::kNoBoot, {{node, 0}});
  const std::string report = world.junit();
  expect_right_counts(report);
  const pugi::xml_document document = parsed(report);
  const pugi::xml_node failure = case_of(document, "node.cn001", "root nas:/root").child("failure");
  EXPECT_STREQ(failure.attribute("type").value(), "NR202");
  EXPECT_NE(std::string_view(failure.text().get()).find("\nid: NR901 missing-file"),
            std::string_view::npos);
}

TEST(Junit, WarningsPassUntilTheyShallFail) {
  ReportOptions options;
  pugi::xml_document document = parsed(mixed_world().junit(options));
  pugi::xml_node test = case_of(document, "node.cn003", "root nas:/root");
  EXPECT_FALSE(test.child("failure"));
  EXPECT_NE(std::string_view(test.child("system-out").text().get()).find("NR210"),
            std::string_view::npos);
  options.fail_on = Severity::kWarning;
  document = parsed(mixed_world().junit(options));
  test = case_of(document, "node.cn003", "root nas:/root");
  EXPECT_STREQ(test.child("failure").attribute("type").value(), "NR210");
}

TEST(Junit, NothingFailsWhenNothingShall) {
  ReportOptions options;
  options.never_fail = true;
  const pugi::xml_document document = parsed(mixed_world().junit(options));
  EXPECT_EQ(told(document.child("testsuites")).failures, 0);
  EXPECT_EQ(told(document.child("testsuites")).errors,
            2);  // what could not be judged: a node, and its mount
}

TEST(Junit, WhatWasAcceptedPassesAndSaysWhy) {
  const pugi::xml_document document = parsed(mixed_world().junit());
  const pugi::xml_node test = case_of(document, "node.cn001", "root nas:/root");
  EXPECT_FALSE(test.child("failure"));
  EXPECT_NE(
      std::string_view(test.child("system-out").text().get()).find("\nsuppressed: until the move"),
      std::string_view::npos);
}

TEST(Junit, FindingsAboutNoNodeAreCasesOfTheSite) {
  ReportOptions options;
  options.fail_on = Severity::kNote;
  const pugi::xml_document document = parsed(mixed_world().junit(options));
  EXPECT_TRUE(case_of(document, "site", "NR104 duplicate-entry").child("failure"));
}

TEST(Junit, NoNodeAtAllIsAnError) {
  const ReportWorld world;
  const std::string report = world.junit();
  EXPECT_EQ(wrong_with(report), "");
  expect_right_counts(report);
  const pugi::xml_document document = parsed(report);
  EXPECT_EQ(told(document.child("testsuites")).errors, 1);
  EXPECT_TRUE(case_of(document, "site", "nodes selected").child("error"));
}

TEST(Junit, LintHasNoNodesAndPasses) {
  ReportWorld world;
  world.run.command = "lint";
  world.add_finding(kCurious, Effect::kNone, {});
  const std::string report = world.junit();
  EXPECT_EQ(wrong_with(report), "");
  expect_right_counts(report);
  EXPECT_EQ(told(parsed(report).child("testsuites")), (Tally{2, 0, 0, 0}));
}

TEST(Junit, MountsThatLookAlikeAndNodesThatLookAlikeStayApart) {
  ReportWorld world;
  world.add_node("cn.1", Verdict::kReady, {"/root", "/root", "/root"});
  world.add_node("cn_1");
  world.add_node("cn-1");
  const std::string report = world.junit();
  EXPECT_EQ(wrong_with(report), "");
  expect_right_counts(report);
}

TEST(Junit, ClassNamesAreNotTornApartAtTheDotsOfANode) {
  ReportWorld world;
  world.add_node("cn001.cluster.example");
  const pugi::xml_document document = parsed(world.junit());
  EXPECT_STREQ(
      case_of(document, "node.cn001.cluster.example", "boot files").attribute("classname").value(),
      "nfsready.node.cn001_cluster_example");
}

TEST(Junit, TheSameRunGivesTheSameBytes) {
  EXPECT_EQ(mixed_world().junit(), mixed_world().junit());
}

class HostileJunit : public ::testing::TestWithParam<HostileText> {};

TEST_P(HostileJunit, SurvivesEverywhere) {
  const std::string& text = GetParam().text;
  ReportWorld world;
  const auto node = world.add_node("cn" + text, Verdict::kNotReady, {"/" + text}, "nas" + text);
  Finding& finding = world.add_finding(kNotListed, Effect::kNoBoot, {{node, 0}});
  finding.message = "message " + text;
  finding.evidence = "evidence " + text;
  finding.remedy = "remedy " + text;
  finding.locations.push_back(world.line("file " + text, text));
  world.add_finding(kTooMuch, Effect::kNone, {}).message = text;
  const std::string report = world.junit();
  EXPECT_EQ(wrong_with(report), "");
  expect_right_counts(report);

  const pugi::xml_document document = parsed(report);
  const pugi::xml_node suite = document.child("testsuites").last_child();
  const std::string_view told = suite.last_child().child("failure").text().get();
  const std::string shown = printable(text, true);
  EXPECT_TRUE(told.starts_with("message " + shown));
  EXPECT_NE(told.find("evidence: evidence " + shown), std::string_view::npos);
  EXPECT_NE(told.find("fix: remedy " + shown), std::string_view::npos);
  EXPECT_EQ(suite.attribute("name").value(), "node.cn" + shown);
}

std::string name_of(const ::testing::TestParamInfo<HostileText>& info) {
  std::string name = info.param.what;
  std::erase_if(name, [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); });
  return name;
}

INSTANTIATE_TEST_SUITE_P(Texts, HostileJunit, ::testing::ValuesIn(hostile_texts()), name_of);

}  // namespace
}  // namespace nfsready::testing
