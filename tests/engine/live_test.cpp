// What the servers' answers prove of a mount.
#include "engine/live.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>

#include "engine/judge.h"
#include "engine/judge_world.h"

namespace nfsready {
namespace {

using testing::JudgeWorld;

const JudgeWorld& world() {
  static const JudgeWorld world;
  return world;
}

constexpr CallEnd kOk = {Reach::kAnswered, 0};
constexpr std::size_t kElm01 = 0;

// A mount of elm01 that needs to be written as root, or one that is only read.
const Mount& planned(bool write) {
  const auto& mounts = world().plans[kElm01].mounts;
  return *std::find_if(mounts.begin(), mounts.end(), [&](const Mount& mount) {
    return mount.needs.write == write && mount.server_text == "10.1.0.50";
  });
}

// All that a healthy server answers to the node itself.
MountObservation healthy(const Mount& mount) {
  MountObservation seen;
  seen.vantage = {VantageKind::kNamespace, "node-elm01", "elm01", *Address::parse("10.1.3.1")};
  seen.server = "10.1.0.50";
  seen.address = *Address::parse("10.1.0.50");
  seen.path = mount.asked;
  seen.mnt = seen.getattr = seen.access = kOk;
  seen.flavours = {1};
  seen.access_bits = 0x1f;
  if (mount.needs.write) {
    WriteSeen write;
    write.create = write.write = write.read_back = write.remove = kOk;
    write.same = true;
    write.attributes = Attributes{};
    seen.write = write;
  }
  return seen;
}

// As the run tells it of that mount.
MountResult result_of(const Mount& mount, const Observations& seen) {
  const Context context(*world().site, world().plans, true, &seen);
  const RunResult run = judge(context, {}, {});
  const auto index = static_cast<std::size_t>(&mount - world().plans[kElm01].mounts.data());
  return run.nodes[kElm01].mounts[index];
}

struct Case {
  const char* name;
  bool write;
  std::function<void(MountObservation&)> change;
  Live live;
  const char* reason;
};

class Proof : public ::testing::TestWithParam<Case> {};

TEST_P(Proof, IsTold) {
  const Case& each = GetParam();
  const Mount& mount = planned(each.write);
  Observations seen;
  seen.mounts.push_back(healthy(mount));
  each.change(seen.mounts.back());
  const MountResult result = result_of(mount, seen);
  EXPECT_EQ(result.live, each.live) << result.live_reason;
  EXPECT_EQ(result.live_reason, each.reason);
}

using Seen = MountObservation;

const Case kCases[] = {
    {"Read", false, [](Seen&) {}, Live::kConfirmed, ""},
    {"Written", true, [](Seen&) {}, Live::kConfirmed, ""},
    {"Refused", false, [](Seen& seen) { seen.mnt.status = 13; }, Live::kRefused,
     "10.1.0.50: MNT was answered with error 13"},
    {"Silent", false,
     [](Seen& seen) {
       seen.mnt = {Reach::kNoAnswer, 0};
     },
     Live::kUnknown, "10.1.0.50: MNT was not answered: no-answer"},
    {"CallDenied", false,
     [](Seen& seen) {
       seen.getattr = {Reach::kDenied, 0};
     },
     Live::kRefused, "10.1.0.50: GETATTR was denied"},
    {"NotListed", false,
     [](Seen& seen) {
       seen.listing = {Reach::kClosed, 0};
     },
     Live::kUnknown, "10.1.0.50: READDIRPLUS was not answered: closed"},
    {"ListedOtherwise", false,
     [](Seen& seen) {
       seen.listing = {Reach::kAnswered, 10004};
     },
     Live::kConfirmed, ""},
    {"ListedBadly", false,
     [](Seen& seen) {
       seen.listing = {Reach::kAnswered, 5};
     },
     Live::kRefused, "10.1.0.50: READDIRPLUS was answered with error 5"},
    {"NameLost", false,
     [](Seen& seen) {
       seen.names.push_back({"bin", {Reach::kNoAnswer, 0}, {}, {}, {}});
     },
     Live::kUnknown, "10.1.0.50: a call about a name in it was not answered"},
    {"Kerberos", false, [](Seen& seen) { seen.flavours = {390003}; }, Live::kRefused,
     "10.1.0.50: AUTH_SYS is none of its flavours"},
    {"Blind", false, [](Seen& seen) { seen.access_bits = 0; }, Live::kRefused,
     "10.1.0.50: ACCESS lets uid 0 neither list nor look into it"},
    {"NotWritten", true, [](Seen& seen) { seen.write.reset(); }, Live::kUnknown,
     "10.1.0.50: writing was not tried"},
    {"ReadOnly", true, [](Seen& seen) { seen.write->create.status = 30; }, Live::kRefused,
     "10.1.0.50: CREATE was answered with error 30"},
    {"Garbled", true, [](Seen& seen) { seen.write->same = false; }, Live::kRefused,
     "10.1.0.50: what was written does not read back the same"},
    {"Squashed", true, [](Seen& seen) { seen.write->attributes->uid = 65534; }, Live::kRefused,
     "10.1.0.50: uid 0 is uid 65534 there"},
    {"Reserved", false, [](Seen& seen) { seen.vantage.reserved = true; }, Live::kUnknown,
     "asked from a reserved port only, which AIX does not use"},
    {"Stranger", false,
     [](Seen& seen) {
       seen.vantage = {VantageKind::kHost, "mgt", "", *Address::parse("10.1.0.1")};
     },
     Live::kUnknown, "asked from mgt (10.1.0.1), not from the node's own address"},
};

std::string name_of(const ::testing::TestParamInfo<Case>& each) { return each.param.name; }

INSTANTIATE_TEST_SUITE_P(Live, Proof, ::testing::ValuesIn(kCases), name_of);

TEST(Live, NothingIsToldWhenNobodyAsked) {
  EXPECT_EQ(result_of(planned(true), {}).live, Live::kNotAsked);
}

TEST(Live, ARefusalAtOneHeadOutweighsAProofAtTheOther) {
  const Mount& mount = planned(false);
  Observations seen;
  seen.mounts.push_back(healthy(mount));
  seen.mounts.push_back(healthy(mount));
  seen.mounts.back().address = *Address::parse("10.1.0.52");
  EXPECT_EQ(result_of(mount, seen).live, Live::kConfirmed);
  seen.mounts.back().mnt.status = 13;
  EXPECT_EQ(result_of(mount, seen).live, Live::kRefused);
}

TEST(Live, AServerThatDoesNotServeLeavesItsMountsUnknown) {
  const Mount& mount = planned(false);
  Observations seen;
  ServerObservation& server = seen.servers.emplace_back();
  server.vantage.name = "mgt";
  server.address = *Address::parse("10.1.0.50");
  server.rpcbind = Reach::kNoRoute;
  EXPECT_EQ(result_of(mount, seen).live, Live::kUnknown);
  EXPECT_EQ(result_of(mount, seen).live_reason, "10.1.0.50: rpcbind no-route");
  server.rpcbind = Reach::kAnswered;
  EXPECT_EQ(result_of(mount, seen).live_reason,
            "10.1.0.50: MOUNT version 3 does not answer over TCP");
  server.services.push_back({100005, 3, true, 20048, Reach::kAnswered});
  EXPECT_EQ(result_of(mount, seen).live_reason,
            "10.1.0.50: NFS version 3 does not answer over TCP");
  server.services.push_back({100003, 3, true, 2049, Reach::kAnswered});
  EXPECT_EQ(result_of(mount, seen).live_reason, "10.1.0.50: the mount was not tried");
}

}  // namespace
}  // namespace nfsready
