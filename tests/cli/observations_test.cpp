// check --observations: how old the answers are, and whether all of them are there.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "cli/program.h"

namespace nfsready::testing {
namespace {

const std::string kFixtures = NFSREADY_SOURCE_DIR "/fixtures/checks/";
const std::string kWhole = kFixtures + "nr910/whole/observations.jsonl";  // 2026-03-31T23:59:59Z
const std::string kTimeless = kFixtures + "nr513/asked-as-the-node/observations.jsonl";
constexpr int kNow = 1775001599;

Ended check(const SiteCopy& copy, const std::vector<std::string>& files, int now) {
  Environment environment;
  environment.variables["SOURCE_DATE_EPOCH"] = std::to_string(now);
  std::vector<std::string> arguments = {"check", copy.site()};
  for (const std::string& file : files) {
    arguments.insert(arguments.end(), {"--observations", file});
  }
  return nfsready(arguments, environment);
}

TEST(ObservationsOption, TellsTheAgeOfTheOldest) {
  const SiteCopy copy;
  const std::string younger =
      copy.Scratch::write("younger.jsonl",
                          "{\"record\":\"observations\",\"version\":1,"
                          "\"time\":\"2026-04-01T00:59:59Z\"}\n{\"record\":\"end\"}\n");
  struct Case {
    std::vector<std::string> files;
    int now;
    const char* told;
  };
  for (const Case& one : {
           Case{{kWhole},
                kNow + 3 * 3600,
                "\nthe answers of 1 file of observations are of 2026-03-31T23:59:59Z, 3 hours "
                "ago\n"},
           Case{{kWhole}, kNow - 1, "which is still to come: the clocks of the hosts differ\n"},
           Case{{younger, kWhole},
                kNow + 3 * 86400,
                "\nthe answers of 2 files of observations; the oldest are of "
                "2026-03-31T23:59:59Z, 3 days ago\n"},
           Case{{kTimeless, kWhole},
                kNow,
                "; the oldest that tell it are of 2026-03-31T23:59:59Z, 0 seconds ago\n"},
           Case{{kTimeless},
                kNow,
                "\nthe answers of 1 file of observations do not tell when they were given\n"},
       }) {
    const Ended run = check(copy, one.files, one.now);
    EXPECT_TRUE(holds(run.out, one.told)) << run.out << run.err;
  }
  EXPECT_FALSE(holds(check(copy, {}, kNow).out, "the answers of"));
}

TEST(ObservationsOption, LeavesNodesUnknownWhenAFileIsCut) {
  const SiteCopy copy;
  EXPECT_EQ(check(copy, {kWhole}, kNow).status, 0);
  const std::string cut = kFixtures + "nr910/cut-at-a-line/observations.jsonl";
  const Ended run = check(copy, {kWhole, cut}, kNow);
  EXPECT_EQ(run.status, 3);
  EXPECT_TRUE(holds(run.out, "NR910 incomplete-observations")) << run.out;
  EXPECT_TRUE(holds(run.out, cut + "' has no end record: it was cut short")) << run.out;
}

// The second half of one node asks nothing: so it needs no network.
TEST(Observe, TellsItsTimeAndItsEnd) {
  const SiteCopy copy;
  Environment environment;
  environment.variables["SOURCE_DATE_EPOCH"] = std::to_string(kNow);
  const std::string file = copy.path("answers.jsonl");
  ASSERT_EQ(
      nfsready({"observe", copy.site(), "-n", "elm01", "--shard", "2/2", "-o", file}, environment)
          .status,
      0);
  EXPECT_EQ(read_text(file),
            "{\"record\":\"observations\",\"version\":1,\"time\":\"2026-03-31T23:59:59Z\"}\n"
            "{\"record\":\"end\"}\n");
  EXPECT_FALSE(holds(check(copy, {file}, kNow).out, "NR91"));
}

TEST(ObservationsOption, RefusesWhatIsNoFileOfOurs) {
  const SiteCopy copy;
  const std::string newer =
      copy.Scratch::write("newer.jsonl", "{\"record\":\"observations\",\"version\":9}\n");
  const Ended run = check(copy, {newer}, kNow);
  EXPECT_EQ(run.status, 3);
  EXPECT_TRUE(holds(run.err, newer + ":1:26: version 9 of the format; this program reads 1"))
      << run.err;
}

}  // namespace
}  // namespace nfsready::testing
