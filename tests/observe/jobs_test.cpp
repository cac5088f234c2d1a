#include "observe/jobs.h"

#include <gtest/gtest.h>

#include <atomic>

namespace nfsready {
namespace {

Speaker speaker(const std::string& name, const std::string& cannot_ask) {
  Speaker speaker;
  speaker.vantage.kind = VantageKind::kNamespace;
  speaker.vantage.name = name;
  speaker.cannot_ask = cannot_ask;
  return speaker;
}

TEST(Jobs, ASpeakerThatCannotAskCostsItsOwnRecord) {
  const std::vector<Speaker> speakers = {speaker("node-a", ""), speaker("node-b", "no namespace b"),
                                         speaker("node-c", "no namespace c")};
  const Address nobody = *Address::parse("127.0.0.77");
  std::vector<Job> jobs;
  for (const Speaker& each : speakers) jobs.push_back({&each, {"nas", nobody, {}}, 0, {}});
  const auto seen = for_each_job(jobs, {}, {}, [](Job&, const ProbeServer&, const ProbeOptions&) {
    ADD_FAILURE() << "nobody serves";
  });
  ASSERT_EQ(seen.size(), 3U);
  EXPECT_NE(seen[jobs[0].survey].rpcbind, Reach::kLocal);
  EXPECT_EQ(seen[jobs[1].survey].rpcbind, Reach::kLocal);
  EXPECT_EQ(seen[jobs[1].survey].detail, "no namespace b");
  EXPECT_EQ(seen[jobs[2].survey].detail, "no namespace c");
  EXPECT_EQ(server_of(jobs[1], seen[jobs[1].survey]).mount_port, 0);
}

TEST(Jobs, AServerOnTheHostOfABorrowedAddressIsNotJudged) {
  Speaker node = speaker("elm01", "");
  node.cannot_reach = {*Address::parse("127.0.0.77")};
  std::vector<Job> jobs = {{&node, {"nas", *Address::parse("127.0.0.77"), {}}, 0, {}},
                           {&node, {"nas-b", *Address::parse("127.0.0.78"), {}}, 0, {}}};
  const auto seen = for_each_job(jobs, {}, {}, [](Job&, const ProbeServer&, const ProbeOptions&) {
    ADD_FAILURE() << "nobody serves";
  });
  const ServerObservation& own = seen[jobs[0].survey];
  EXPECT_EQ(own.rpcbind, Reach::kLocal);
  EXPECT_NE(own.detail.find("is this very host"), std::string::npos) << own.detail;
  EXPECT_NE(seen[jobs[1].survey].rpcbind, Reach::kLocal);
}

TEST(Jobs, AnAddressThatIsClaimedWhileItIsBorrowedIsTold) {
  const std::atomic<bool> claimed{true};
  Speaker node = speaker("elm01", "");
  node.source.address = *Address::parse("127.0.0.31");
  node.stop = &claimed;
  const Speaker other = speaker("elm02", "");
  const Address nobody = *Address::parse("127.0.0.77");
  std::vector<Job> jobs = {{&node, {"nas", nobody, {}}, 0, {}},
                           {&other, {"nas", nobody, {}}, 0, {}}};
  const Work nothing = [](Job&, const ProbeServer&, const ProbeOptions&) {};
  const auto seen = for_each_job(jobs, {}, {}, nothing);
  EXPECT_EQ(seen[jobs[0].survey].rpcbind, Reach::kLocal);
  EXPECT_NE(seen[jobs[0].survey].detail.find("claimed 127.0.0.31"), std::string::npos);
  EXPECT_NE(seen[jobs[1].survey].rpcbind, Reach::kLocal);

  ProbeOptions ended;
  ended.stop = &claimed;
  const auto stopped = for_each_job(jobs, {}, ended, nothing);
  EXPECT_EQ(stopped[jobs[0].survey].detail.find("claimed"), std::string::npos);
}

}  // namespace
}  // namespace nfsready
