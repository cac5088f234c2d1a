// The report for people.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "base/text.h"
#include "reports/hostile.h"
#include "reports/report_world.h"

namespace nfsready::testing {
namespace {

std::string node_name(int number) {
  std::string digits = std::to_string(number);
  return "cn" + std::string(3 - digits.size(), '0') + digits;
}

bool holds(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

TEST(Text, FoldsManyNodes) {
  ReportWorld world;
  std::vector<Subject> all;
  for (int i = 1; i <= 256; ++i) all.push_back({world.add_node(node_name(i), Verdict::kNotReady)});
  world.add_finding(kNotListed, Effect::kNoBoot, all);
  const std::string report = world.text();
  EXPECT_TRUE(holds(report, "\nnot-ready: cn[001-256]\n")) << report;
  EXPECT_TRUE(holds(report, "error  NR202 node-not-listed  nas:/root  256 nodes  no-boot\n"));
  EXPECT_TRUE(holds(report, "256 nodes: 0 ready, 0 at risk, 256 not ready, 0 unknown\n"));
  EXPECT_LT(report.size(), 1000U);
}

TEST(Text, EndsWithTheVerdict) {
  const std::string report = mixed_world().text();
  EXPECT_TRUE(
      report.ends_with("\n5 nodes: 2 ready, 1 at risk, 1 not ready, 1 unknown\n"
                       "not-ready: cn004\n"
                       "unknown: cn005\n"
                       "at-risk: cn003\n"
                       "NOT READY\n"))
      << report;
}

TEST(Text, CountsWhatTheServersAnswered) {
  ReportWorld world;
  for (int i = 1; i <= 4; ++i) world.add_node(node_name(i));
  EXPECT_FALSE(holds(world.text(), "live:"));
  const auto answered = [&](std::size_t node, Live live) {
    for (MountResult& mount : world.run.nodes[node].mounts) mount.live = live;
  };
  answered(0, Live::kConfirmed);
  const std::size_t mounts = world.run.nodes[0].mounts.size();
  const std::string each = std::to_string(mounts);
  EXPECT_TRUE(holds(world.text(), "live: " + plural(mounts, "mount") + " confirmed, " +
                                      std::to_string(3 * mounts) + " not asked\n"))
      << world.text();
  answered(1, Live::kRefused);
  answered(2, Live::kUnknown);
  EXPECT_TRUE(holds(world.text(), " confirmed, " + each + " refused, " + each + " not proved, " +
                                      each + " not asked\n"))
      << world.text();
}

struct Overall {
  Verdict verdict;
  const char* word;
};

TEST(Text, SaysTheWorstVerdictInOneLine) {
  for (const Overall& overall : {Overall{Verdict::kReady, "\nREADY\n"},
                                 {Verdict::kAtRisk, "\nREADY, BUT AT RISK\n"},
                                 {Verdict::kUnknown, "\nUNKNOWN\n"},
                                 {Verdict::kNotReady, "\nNOT READY\n"}}) {
    ReportWorld world;
    world.add_node("cn001");
    world.add_node("cn002", overall.verdict);
    EXPECT_TRUE(world.text().ends_with(overall.word)) << world.text();
  }
}

TEST(Text, NoNodeAtAllIsNotReady) {
  const std::string report = ReportWorld().text();
  EXPECT_TRUE(holds(report, "nothing was audited")) << report;
  EXPECT_TRUE(report.ends_with("\nNOT READY\n"));
}

TEST(Text, SaysWhatWhereAndWhatToDo) {
  EXPECT_TRUE(holds(mixed_world().text(),
                    "\nerror  NR202 node-not-listed  nas:/root  1 node  no-boot\n"
                    "  what is wrong with node-not-listed\n"
                    "  at site/servers/nas/etc/exports:2:1\n"
                    "    /root cn002(rw)\n"
                    "  fix: on nas: add the node\n"
                    "       then: exportfs -ra\n"))
      << mixed_world().text();
}

TEST(Text, ShowsWhatWasAcceptedApart) {
  EXPECT_TRUE(holds(mixed_world().text(),
                    "\nsuppressed  NR202 node-not-listed  nas:/root\n"
                    "  what is wrong with node-not-listed\n"
                    "  reason: until the move (until 2099-01-01)\n"
                    "  at site/suppressions.txt:1:1\n"))
      << mixed_world().text();
}

TEST(Text, SaysWhenAFindingIsOnlyLikely) {
  ReportWorld world;
  const auto node = world.add_node("cn001", Verdict::kAtRisk);
  world.add_finding(kTooMuch, Effect::kNoBoot, {{node}}).certainty = Certainty::kLikely;
  EXPECT_TRUE(holds(world.text(), "  no-boot  (likely)\n")) << world.text();
}

TEST(Text, CutsLongListsOfPlaces) {
  ReportWorld world;
  Finding& finding = world.add_finding(kCurious, Effect::kNone, {});
  for (int i = 0; i < 9; ++i) finding.locations.push_back(finding.locations.front());
  EXPECT_TRUE(holds(world.text(), "  and 5 more places\n")) << world.text();
}

TEST(Text, LeavesNotesOutWhenAsked) {
  ReportOptions options;
  EXPECT_TRUE(holds(mixed_world().text(options), "NR104"));
  options.notes = false;
  EXPECT_FALSE(holds(mixed_world().text(options), "NR104"));
  EXPECT_TRUE(holds(mixed_world().text(options), "NR210"));
}

TEST(Text, IsColouredOnlyWhenAsked) {
  ReportOptions options;
  EXPECT_FALSE(holds(mixed_world().text(options), "\x1b"));
  options.colour = true;
  const std::string report = mixed_world().text(options);
  EXPECT_TRUE(holds(report, "\x1b[31merror\x1b[0m"));
  EXPECT_TRUE(holds(report, "\x1b[33mwarning\x1b[0m"));
  EXPECT_TRUE(holds(report, "\x1b[1m\x1b[31mNOT READY\x1b[0m\n"));
}

TEST(Text, ColourChangesNothingElse) {
  ReportOptions options;
  options.colour = true;
  std::string report = mixed_world().text(options);
  for (std::size_t at = report.find('\x1b'); at != std::string::npos; at = report.find('\x1b')) {
    report.erase(at, report.find('m', at) - at + 1);
  }
  EXPECT_EQ(report, mixed_world().text());
}

// Whether a terminal shows the text as it stands, and nothing but shows it.
bool is_harmless(std::string_view text) {
  const bool controls = std::any_of(text.begin(), text.end(), [](unsigned char c) {
    return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f;
  });
  return !controls && !holds(text, "\xc2\x9b") && !holds(text, "\xe2\x80\xae");
}

TEST(Text, NothingFromAFileReachesTheTerminalRaw) {
  for (const HostileText& hostile : hostile_texts()) {
    ReportWorld world;
    const auto node = world.add_node("cn" + hostile.text, Verdict::kNotReady, {hostile.text});
    Finding& finding = world.add_finding(kNotListed, Effect::kNoBoot, {{node, 0}});
    finding.message = finding.evidence = finding.remedy = hostile.text;
    finding.server = finding.path = world.run.site = hostile.text;
    finding.locations.push_back(world.line(hostile.text, "x"));
    world.run.suppression_notes.push_back(hostile.text);
    EXPECT_TRUE(is_harmless(world.text())) << hostile.what;
  }
}

TEST(Text, AnswersOfLint) {
  ReportWorld world;
  world.run.command = "lint";
  Grant squashed = world.grant;
  squashed.root = Root::kSquashed;
  squashed.anon_uid = 65534;
  squashed.port = PortRule::kReserved;
  squashed.port_ok = false;
  world.run.grants.push_back({"/root", "10.1.1.2", squashed});
  Grant refused;
  refused.access = Access::kNone;
  refused.why = "no entry lists it";
  world.run.grants.push_back({"/root", "10.1.1.3", refused});
  EXPECT_EQ(world.text(),
            "\n10.1.1.2 on /root: rw, root squashed to uid 65534, reserved ports only "
            "(this one is refused)\n"
            "  the host entry matches\n"
            "  at site/servers/nas/etc/exports:1:1\n"
            "\n10.1.1.3 on /root: refused\n"
            "  no entry lists it\n"
            "\n0 errors, 0 warnings, 0 notes\n");
}

}  // namespace
}  // namespace nfsready::testing
