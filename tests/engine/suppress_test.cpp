// Accepted findings do not count, and say so; nothing else is accepted with them.
#include "engine/suppress.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/judge_world.h"

namespace nfsready {
namespace {

using testing::JudgeWorld;
using testing::registered;

constexpr CheckInfo kInfo = {"NR001", "a-thing", "a thing", Severity::kError};

// One finding about elm01, oak01 and pine01 on nas:/a/b, and one about no node.
Check two_findings() {
  return {kInfo, [](const Context&, Sink& sink) {
            Draft& nodes = sink.cause("nodes");
            nodes.finding.effect = Effect::kNoBoot;
            nodes.finding.message = "{nodes} stop{s}";
            nodes.finding.subjects = {{0, 0}, {2, 0}, {4, 0}};
            nodes.finding.server = "nas";
            nodes.finding.path = "/a/b";
            sink.cause("none").finding.message = "about no node";
          }};
}

RunResult judged(std::vector<SuppressionRule> rules, bool whole_site = true,
                 std::vector<std::string> skip = {}) {
  static const Check check = two_findings();
  static const JudgeWorld whole;
  static const JudgeWorld part(false);
  JudgeOptions options;
  options.suppressions = std::move(rules);
  options.skip = std::move(skip);
  options.today = "2026-03-31";
  return judge(whole_site ? *whole.context : *part.context, {registered(check)}, options);
}

SuppressionRule rule(const std::string& id = "NR001") {
  SuppressionRule made;
  made.id = id;
  made.reason = "because";
  return made;
}

std::string shown(const RunResult& run) {
  std::string text;
  for (const Finding& finding : run.findings) {
    text += (finding.suppressed ? "(" : "") + finding.message + (finding.suppressed ? ") " : " ");
  }
  return text;
}

TEST(Suppress, ARuleWithoutMoreAcceptsEverythingOfItsCheck) {
  const RunResult run = judged({rule()});
  EXPECT_EQ(shown(run), "(elm01,oak01,pine01 stop) (about no node) ");
  EXPECT_EQ(run.findings[0].suppressed->reason, "because");
  for (const NodeResult& node : run.nodes) EXPECT_EQ(node.verdict, Verdict::kReady);
  EXPECT_EQ(verdict_of(run), Verdict::kReady);
  EXPECT_TRUE(run.suppression_notes.empty());
}

struct Narrow {
  const char* id;
  const char* server;
  const char* path;
  bool matches;
};

TEST(Suppress, NarrowRulesMatchWhatTheySay) {
  for (const Narrow& narrow : std::vector<Narrow>{{"NR001", "nas", "", true},
                                                  {"nr001", "nas", "", true},
                                                  {"NR001", "nas-b", "", false},
                                                  {"NR001", "na", "", false},
                                                  {"NR001", "", "/a/b", true},
                                                  {"NR001", "", "/a/*", true},
                                                  {"NR001", "nas", "*", true},
                                                  {"NR001", "", "/a", false},
                                                  {"NR001", "", "/a/b/c", false},
                                                  {"NR002", "", "", false},
                                                  {"NR00*", "", "", false},
                                                  {"NR01", "", "", false}}) {
    SuppressionRule made = rule(narrow.id);
    made.server = narrow.server;
    made.path = narrow.path;
    const RunResult run = judged({made});
    const bool accepted = run.nodes[0].verdict == Verdict::kReady;
    EXPECT_EQ(accepted, narrow.matches) << narrow.id << " " << narrow.server << ":" << narrow.path;
  }
}

TEST(Suppress, OnlyTheNodesThatAreNamedAreAccepted) {
  SuppressionRule made = rule();
  made.every_node = false;
  made.nodes = {1, 2, 4};
  const RunResult run = judged({made});
  EXPECT_EQ(shown(run), "elm01 stops about no node (oak01,pine01 stop) ");
  EXPECT_EQ(run.nodes[0].verdict, Verdict::kNotReady);
  EXPECT_EQ(run.nodes[2].verdict, Verdict::kReady);
  EXPECT_EQ(run.nodes[4].verdict, Verdict::kReady);
  EXPECT_TRUE(run.suppression_notes.empty());
}

TEST(Suppress, SeveralRulesAcceptTogether) {
  SuppressionRule first = rule();
  first.every_node = false;
  first.nodes = {0};
  SuppressionRule second = rule();
  second.every_node = false;
  second.nodes = {2, 4};
  second.reason = "another";
  const RunResult run = judged({first, second});
  EXPECT_EQ(shown(run), "about no node (oak01,pine01 stop) (elm01 stops) ");
}

TEST(Suppress, RulesForOtherNodesAcceptNothing) {
  SuppressionRule made = rule();
  made.every_node = false;
  made.nodes = {1, 3, 5};
  const RunResult run = judged({made});
  EXPECT_EQ(shown(run), "elm01,oak01,pine01 stop about no node ");
  ASSERT_EQ(run.suppression_notes.size(), 1U);
}

struct Until {
  const char* date;
  bool counts;
};

TEST(Suppress, EndsAfterItsLastDay) {
  for (const Until& until : {Until{"2026-03-30", false},
                             {"2026-03-31", true},
                             {"2027-01-01", true},
                             {"2025-12-31", false},
                             {"", true}}) {
    SuppressionRule made = rule();
    made.until = until.date;
    const RunResult run = judged({made});
    EXPECT_EQ(run.nodes[0].verdict == Verdict::kReady, until.counts) << until.date;
    EXPECT_EQ(run.suppression_notes.empty(), until.counts) << until.date;
    if (until.counts) continue;
    EXPECT_NE(run.suppression_notes[0].find("ended on " + std::string(until.date)),
              std::string::npos)
        << run.suppression_notes[0];
  }
}

TEST(Suppress, AnUnknownIdIsToldAndAcceptsNothing) {
  const RunResult run = judged({rule("NR999")});
  EXPECT_EQ(shown(run), "elm01,oak01,pine01 stop about no node ");
  ASSERT_EQ(run.suppression_notes.size(), 1U);
  EXPECT_NE(run.suppression_notes[0].find("NR999 matches no finding"), std::string::npos);
}

// Half a site cannot tell whether a rule is still needed; that a rule has ended it can.
TEST(Suppress, OnlyAWholeRunTellsWhatIsNotNeeded) {
  EXPECT_EQ(judged({rule("NR999")}, true).suppression_notes.size(), 1U);
  EXPECT_EQ(judged({rule("NR999")}, false).suppression_notes.size(), 0U);
  EXPECT_EQ(judged({rule("NR999")}, true, {"NR777"}).suppression_notes.size(), 0U);
  SuppressionRule ended = rule();
  ended.until = "2020-01-01";
  EXPECT_EQ(judged({ended}, false).suppression_notes.size(), 1U);
}

TEST(Suppress, AcceptedFindingsComeLast) {
  SuppressionRule made = rule();
  made.server = "nas";
  EXPECT_EQ(shown(judged({made})), "about no node (elm01,oak01,pine01 stop) ");
}

}  // namespace
}  // namespace nfsready
