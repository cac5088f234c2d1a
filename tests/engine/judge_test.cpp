// From what checks put into their sinks to findings in order, and verdicts.
#include "engine/judge.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "engine/judge_world.h"

namespace nfsready {
namespace {

using testing::JudgeWorld;
using testing::registered;

const JudgeWorld& world() {
  static const JudgeWorld world;
  return world;
}

constexpr CheckInfo kFirst = {"NR001", "first-thing", "a thing", Severity::kError};
constexpr CheckInfo kSecond = {"NR002", "second-thing", "a thing", Severity::kError};
constexpr CheckInfo kThird = {"NR003", "third-thing", "a thing", Severity::kWarning};

Draft& draft(Sink& sink, const std::string& key, Effect effect, std::vector<Subject> subjects) {
  Draft& made = sink.cause(key);
  made.finding.effect = effect;
  made.finding.message = key;
  made.finding.subjects = std::move(subjects);
  return made;
}

RunResult judged(const std::vector<Check>& checks, const JudgeOptions& options = {}) {
  std::vector<RegisteredCheck> all;
  all.reserve(checks.size());
  for (const Check& check : checks) all.push_back(registered(check));
  return judge(*world().context, all, options);
}

std::vector<std::string> messages(const RunResult& run) {
  std::vector<std::string> texts;
  for (const Finding& finding : run.findings) texts.push_back(finding.message);
  return texts;
}

using Texts = std::vector<std::string>;

TEST(Judge, HasANodeResultPerPlan) {
  const RunResult run = judged({});
  ASSERT_EQ(run.nodes.size(), 6U);
  EXPECT_EQ(run.nodes[0].name, "elm01");
  EXPECT_EQ(run.nodes[0].kind, "statelite");
  EXPECT_EQ(run.nodes[5].name, "pine02");
}

TEST(Judge, WithoutFindingsEveryNodeIsReady) {
  for (const NodeResult& node : judged({}).nodes) {
    EXPECT_EQ(node.verdict, Verdict::kReady);
    EXPECT_FALSE(node.mounts.empty());
    EXPECT_TRUE(std::all_of(node.mounts.begin(), node.mounts.end(),
                            [](const MountResult& mount) { return mount.grant != nullptr; }));
  }
}

// --- verdicts

struct Case {
  Effect effect;
  Certainty certainty;
  Verdict verdict;
};

Effect effect_now = Effect::kNone;              // NOLINT: what the check of the next test yields
Certainty certainty_now = Certainty::kCertain;  // NOLINT

TEST(Judge, OneFindingMakesTheVerdictOfItsNodeAndMount) {
  const Check check = {kFirst, [](const Context&, Sink& sink) {
                         draft(sink, "x", effect_now, {{1, 2}}).finding.certainty = certainty_now;
                       }};
  for (const Case& one :
       std::vector<Case>{{Effect::kNone, Certainty::kCertain, Verdict::kReady},
                         {Effect::kNoBoot, Certainty::kCertain, Verdict::kNotReady},
                         {Effect::kDataLoss, Certainty::kCertain, Verdict::kNotReady},
                         {Effect::kWrongData, Certainty::kCertain, Verdict::kNotReady},
                         {Effect::kWriteDenied, Certainty::kCertain, Verdict::kNotReady},
                         {Effect::kNoBoot, Certainty::kLikely, Verdict::kAtRisk},
                         {Effect::kDataLoss, Certainty::kLikely, Verdict::kAtRisk},
                         {Effect::kWrongData, Certainty::kLikely, Verdict::kAtRisk},
                         {Effect::kWriteDenied, Certainty::kLikely, Verdict::kAtRisk},
                         {Effect::kDegraded, Certainty::kCertain, Verdict::kAtRisk},
                         {Effect::kNotRedirected, Certainty::kCertain, Verdict::kAtRisk},
                         {Effect::kFailoverLoss, Certainty::kCertain, Verdict::kAtRisk},
                         {Effect::kUnjudged, Certainty::kCertain, Verdict::kUnknown},
                         {Effect::kUnjudged, Certainty::kLikely, Verdict::kUnknown}}) {
    effect_now = one.effect;
    certainty_now = one.certainty;
    const RunResult run = judged({check});
    const NodeResult& node = run.nodes[1];
    EXPECT_EQ((std::vector<Verdict>{node.verdict, node.mounts[2].verdict}),
              (std::vector<Verdict>{one.verdict, one.verdict}))
        << word(one.effect);
    EXPECT_EQ((std::vector<Verdict>{node.mounts[1].verdict, run.nodes[0].verdict}),
              (std::vector<Verdict>{Verdict::kReady, Verdict::kReady}))
        << word(one.effect);
  }
}

TEST(Judge, AFindingAboutAWholeNodeLeavesItsMountsAlone) {
  const Check check = {
      kFirst, [](const Context&, Sink& sink) { draft(sink, "x", Effect::kNoBoot, {{3}}); }};
  const RunResult run = judged({check});
  EXPECT_EQ(run.nodes[3].verdict, Verdict::kNotReady);
  for (const MountResult& mount : run.nodes[3].mounts) EXPECT_EQ(mount.verdict, Verdict::kReady);
}

TEST(Judge, TheWorstOfSeveralFindingsCounts) {
  const Check check = {kFirst, [](const Context&, Sink& sink) {
                         draft(sink, "a", Effect::kDegraded, {{0, 0}, {1, 0}, {2, 0}});
                         draft(sink, "b", Effect::kUnjudged, {{1, 0}, {2, 0}});
                         draft(sink, "c", Effect::kNoBoot, {{2, 1}});
                         draft(sink, "d", Effect::kNone, {{2, 1}, {3, 0}});
                       }};
  const RunResult run = judged({check});
  std::vector<Verdict> verdicts;
  verdicts.reserve(run.nodes.size());
  for (const NodeResult& node : run.nodes) verdicts.push_back(node.verdict);
  EXPECT_EQ(verdicts, (std::vector<Verdict>{Verdict::kAtRisk, Verdict::kUnknown, Verdict::kNotReady,
                                            Verdict::kReady, Verdict::kReady, Verdict::kReady}));
  EXPECT_EQ(run.nodes[2].mounts[0].verdict, Verdict::kUnknown);
  EXPECT_EQ(verdict_of(run), Verdict::kNotReady);
}

TEST(Judge, CountsTheNodesOfEveryVerdict) {
  RunResult run;
  for (const Verdict verdict :
       {Verdict::kReady, Verdict::kAtRisk, Verdict::kAtRisk, Verdict::kUnknown, Verdict::kUnknown,
        Verdict::kUnknown, Verdict::kNotReady}) {
    run.nodes.emplace_back().verdict = verdict;
  }
  const VerdictCounts counts = count_verdicts(run);
  EXPECT_EQ(counts.ready, 1U);
  EXPECT_EQ(counts.at_risk, 2U);
  EXPECT_EQ(counts.unknown, 3U);
  EXPECT_EQ(counts.not_ready, 1U);
}

TEST(Judge, WhatIsOnlyLikelyIsNoError) {
  const Check check = {
      kFirst, [](const Context&, Sink& sink) {
        draft(sink, "x", Effect::kNoBoot, {{0, 0}}).finding.certainty = Certainty::kLikely;
      }};
  const RunResult run = judged({check});
  EXPECT_EQ(run.findings[0].severity, Severity::kWarning);
  EXPECT_EQ(run.nodes[0].verdict, Verdict::kAtRisk);
  EXPECT_EQ(verdict_of(run), Verdict::kAtRisk);
}

// --- order

TEST(Judge, WorstFirstThenWhatStopsMostNodes) {
  const Check first = {
      kFirst, [](const Context&, Sink& sink) {
        draft(sink, "one node, three mounts", Effect::kNoBoot, {{0, 0}, {0, 1}, {0, 2}});
        draft(sink, "two nodes", Effect::kNoBoot, {{3, 0}, {4, 0}});
        draft(sink, "a note", Effect::kNone, {{0}, {1}, {2}, {3}, {4}, {5}}).finding.severity =
            Severity::kNote;
      }};
  const Check second = {kSecond, [](const Context&, Sink& sink) {
                          draft(sink, "no node", Effect::kNone, {});
                          draft(sink, "all nodes", Effect::kNoBoot, {{0}, {1}, {2}, {3}, {4}, {5}});
                        }};
  const Check third = {kThird, [](const Context&, Sink& sink) {
                         draft(sink, "a warning", Effect::kDegraded, {{0}, {1}, {2}, {3}});
                       }};
  EXPECT_EQ(messages(judged({third, second, first})),
            (Texts{"all nodes", "two nodes", "one node, three mounts", "no node", "a warning",
                   "a note"}));
}

void place(Sink& sink, const Context& context, SourceId file, const char* message) {
  Draft& made = draft(sink, message, Effect::kDegraded, {{0, 0}});
  made.finding.locations = {context.site().sources->file(file).span(0, 1)};
}

TEST(Judge, EqualFindingsAreOrderedByIdAndPlace) {
  const Check first = {kFirst, [](const Context& context, Sink& sink) {
                         place(sink, context, 5, "fifth file");
                         place(sink, context, 2, "second file");
                       }};
  const Check second = {
      kSecond, [](const Context& context, Sink& sink) { place(sink, context, 1, "first file"); }};
  EXPECT_EQ(messages(judged({second, first})), (Texts{"second file", "fifth file", "first file"}));
}

// --- subjects and words

TEST(Judge, SubjectsAreSortedAndCountOnce) {
  const Check check = {
      kFirst, [](const Context&, Sink& sink) {
        draft(sink, "{nodes} stop{s}", Effect::kNoBoot, {{5, 1}, {4, 0}, {5, 1}, {5, 0}, {0}});
      }};
  const RunResult run = judged({check});
  EXPECT_EQ(run.findings[0].subjects, (std::vector<Subject>{{0}, {4, 0}, {5, 0}, {5, 1}}));
  EXPECT_EQ(nodes_of(run.findings[0], run),
            (std::vector<std::string_view>{"elm01", "pine01", "pine02"}));
  EXPECT_EQ(run.findings[0].message, "elm01,pine[01-02] stop");
}

TEST(Judge, FillsInWhatOnlyTheWholeTells) {
  const Check check = {
      kFirst, [](const Context&, Sink& sink) {
        Draft& one = draft(sink, "one", Effect::kNoBoot, {{0}});
        one.finding.message = "{nodes} {are} here, {have} {count}, mount{s} {their} {them} {they}";
        one.finding.remedy = "{for each}do {node} {colons}";
        one.finding.path = "/a";
        one.finding.evidence = "{path}";
        Draft& two = draft(sink, "two", Effect::kNoBoot, {{0}, {1}});
        two.finding.message = "{nodes} {are} here, {have} {count}, mount{s} {their} {them} {they}";
        two.finding.remedy = "{for each}do {node} {colons}";
      }};
  const RunResult run = judged({check});
  EXPECT_EQ(run.findings[0].message, "elm[01-02] are here, have 2 nodes, mount their them they");
  EXPECT_EQ(run.findings[0].remedy, "for each <node> of elm[01-02]: do <node> elm01:elm02");
  EXPECT_EQ(run.findings[1].message, "elm01 is here, has 1 node, mounts its it it");
  EXPECT_EQ(run.findings[1].remedy, "do elm01 elm01");
  EXPECT_EQ(run.findings[1].evidence, "{path}");  // text of a file is left alone
}

// --- selection

TEST(Judge, RunsSelectedChecksOnly) {
  const auto speak = [](const Context&, Sink& sink) { draft(sink, "x", Effect::kNone, {}); };
  const std::vector<Check> checks = {{kFirst, speak}, {kSecond, speak}, {kThird, speak}};
  const auto ids = [&](const JudgeOptions& options) {
    std::string found;
    for (const Finding& finding : judged(checks, options).findings) {
      found += finding.check->id.back();
    }
    return found;
  };
  const std::vector<std::pair<JudgeOptions, const char*>> rows = {
      {{}, "123"},
      {{{"NR002"}, {}, {}, ""}, "2"},
      {{{"nr002"}, {}, {}, ""}, "2"},
      {{{"second-thing"}, {}, {}, ""}, "2"},
      {{{"NR00*"}, {"NR002"}, {}, ""}, "13"},
      {{{}, {"*-thing"}, {}, ""}, ""},
      {{{"NR0"}, {}, {}, ""}, ""}};
  for (const auto& [options, expected] : rows) {
    EXPECT_EQ(ids(options), expected);
    EXPECT_EQ(judged(checks, options).checks, std::string(expected).size());
    EXPECT_EQ(judged(checks, options).checks_left_out, 3 - std::string(expected).size());
  }
}

// --- threads

std::string printed(const RunResult& run) {
  std::string text;
  for (const Finding& finding : run.findings) {
    text += std::string(finding.check->id) + " " + finding.message + "\n";
  }
  for (const NodeResult& node : run.nodes) text += word(node.verdict);
  return text;
}

TEST(Judge, ManyChecksAtOnceGiveTheSameEveryTime) {
  const auto speak = [](const Context& context, Sink& sink) {
    for (const JudgedMount& judged : context.mounts()) {
      Draft& made = sink.cause(std::string(judged.mount->path));
      made.finding.message = judged.mount->path;
      made.finding.effect = Effect::kDegraded;
      made.finding.subjects.push_back(judged.subject);
    }
  };
  std::vector<Check> checks;
  checks.reserve(60);
  for (int i = 0; i < 60; ++i) checks.push_back({i % 2 == 0 ? kFirst : kSecond, speak});
  const std::string once = printed(judged(checks));
  EXPECT_EQ(std::count(once.begin(), once.end(), '\n') % 60, 0);
  for (int i = 0; i < 20; ++i) ASSERT_EQ(printed(judged(checks)), once);
}

}  // namespace
}  // namespace nfsready
