// The three reports of one run tell the same counts.
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <pugixml.hpp>
#include <sstream>
#include <string>

#include "reports/report_world.h"

namespace nfsready::testing {
namespace {

std::size_t lines_starting(const std::string& text, const std::string& with) {
  std::istringstream lines(text);
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line);) count += line.starts_with(with) ? 1U : 0U;
  return count;
}

std::size_t suites_with(const pugi::xml_document& document, const char* attribute) {
  std::size_t count = 0;
  for (const pugi::xml_node& suite : document.child("testsuites").children("testsuite")) {
    const bool node = std::string(suite.attribute("name").value()).starts_with("node.");
    count += node && suite.attribute(attribute).as_uint() > 0 ? 1U : 0U;
  }
  return count;
}

TEST(Agreement, FindingsOfEverySeverity) {
  rapidjson::Document json;
  json.Parse(mixed_world().json().c_str());
  const auto& summary = json["summary"];
  const std::string text = mixed_world().text();
  EXPECT_EQ(summary["errors"].GetUint(), 1U);
  EXPECT_EQ(summary["warnings"].GetUint(), 2U);
  EXPECT_EQ(summary["notes"].GetUint(), 1U);
  EXPECT_EQ(summary["suppressed"].GetUint(), 1U);
  EXPECT_EQ(lines_starting(text, "error  NR"), summary["errors"].GetUint());
  EXPECT_EQ(lines_starting(text, "warning  NR"), summary["warnings"].GetUint());
  EXPECT_EQ(lines_starting(text, "note  NR"), summary["notes"].GetUint());
  EXPECT_EQ(lines_starting(text, "suppressed  NR"), summary["suppressed"].GetUint());
}

TEST(Agreement, NodesOfEveryVerdict) {
  rapidjson::Document json;
  json.Parse(mixed_world().json().c_str());
  const auto& summary = json["summary"];
  const auto count = [&](const char* verdict) {
    return std::to_string(summary[verdict].GetUint());
  };
  EXPECT_EQ(lines_starting(mixed_world().text(), count("nodes") + " nodes: " + count("ready") +
                                                     " ready, " + count("at_risk") + " at risk, " +
                                                     count("not_ready") + " not ready, " +
                                                     count("unknown") + " unknown"),
            1U);

  pugi::xml_document junit;
  const std::string report = mixed_world().junit();
  ASSERT_TRUE(junit.load_buffer(report.data(), report.size()));
  EXPECT_EQ(suites_with(junit, "tests"), summary["nodes"].GetUint());
  EXPECT_EQ(suites_with(junit, "failures"), summary["not_ready"].GetUint());
  EXPECT_EQ(suites_with(junit, "errors"), summary["unknown"].GetUint());
}

TEST(Agreement, ChecksThatDidNotRun) {
  ReportWorld world;
  world.add_node("cn001");
  world.run.checks = 3;
  EXPECT_EQ(world.text().find("checks ran"), std::string::npos);
  EXPECT_EQ(world.junit().find("checks ran"), std::string::npos);
  world.run.checks_left_out = 2;
  EXPECT_EQ(lines_starting(world.text(), "3 of 5 checks ran"), 1U) << world.text();
  EXPECT_NE(world.junit().find("3 of 5 checks ran"), std::string::npos);
  rapidjson::Document json;
  json.Parse(world.json().c_str());
  EXPECT_EQ(json["summary"]["checks"].GetUint(), 3U);
  EXPECT_EQ(json["summary"]["checks_left_out"].GetUint(), 2U);
}

TEST(Agreement, Lint) {
  ReportWorld world;
  world.run.command = "lint";
  world.add_finding(kNotListed, Effect::kNone, {});
  world.add_finding(kTooMuch, Effect::kNone, {});
  world.add_finding(kTooMuch, Effect::kNone, {});
  EXPECT_EQ(lines_starting(world.text(), "1 error, 2 warnings, 0 notes"), 1U) << world.text();
  rapidjson::Document json;
  json.Parse(world.json().c_str());
  EXPECT_EQ(json["summary"]["errors"].GetUint(), 1U);
  EXPECT_EQ(json["summary"]["warnings"].GetUint(), 2U);
}

}  // namespace
}  // namespace nfsready::testing
