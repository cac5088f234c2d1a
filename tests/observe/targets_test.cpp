#include "observe/targets.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/judge_world.h"

namespace nfsready {
namespace {

const testing::JudgeWorld& world() {
  static const testing::JudgeWorld world;
  return world;
}

std::vector<ServerTargets> targets(std::vector<std::uint32_t> nodes) {
  return targets_of(*world().site, world().plans, nodes, "auditor");
}

const Target* find(const std::vector<ServerTargets>& all, const std::string& address,
                   const std::string& path) {
  for (const ServerTargets& server : all) {
    if (server.address.text() != address) continue;
    for (const Target& target : server.targets) {
      if (target.path == path) return &target;
    }
  }
  return nullptr;
}

bool wants(const Target& target, const WantedName& name) {
  return std::find(target.names.begin(), target.names.end(), name) != target.names.end();
}

TEST(Targets, EveryAddressOfAServerIsAskedForEveryPath) {
  const auto all = targets({0});  // elm01
  for (const char* const address : {"10.1.0.50", "10.1.0.52"}) {
    const Target* const state = find(all, address, "/state");
    ASSERT_NE(state, nullptr) << address;
    EXPECT_TRUE(state->write);
    EXPECT_EQ(state->machine, "auditor");
    EXPECT_TRUE(wants(*state, {"elm01", Look::kWriteHere}));
    ASSERT_NE(find(all, address, "/trees/all"), nullptr) << address;
    EXPECT_FALSE(find(all, address, "/trees/all")->write);
  }
}

TEST(Targets, WhatSeveralNodesMountIsAskedOnceWithTheNamesOfAll) {
  const auto all = targets({0, 1});  // elm01, elm02
  const Target* const state = find(all, "10.1.0.50", "/state");
  ASSERT_NE(state, nullptr);
  EXPECT_TRUE(wants(*state, {"elm01", Look::kWriteHere}));
  EXPECT_TRUE(wants(*state, {"elm02", Look::kWriteHere}));
  EXPECT_TRUE(std::is_sorted(state->names.begin(), state->names.end()));
}

TEST(Targets, TextsAreReadAndPagingFilesTriedForHoles) {
  const auto all = targets({4});  // pine01
  const Target* const root = find(all, "10.1.0.50", "/install/nim/root/forest71_root/pine01");
  ASSERT_NE(root, nullptr);
  EXPECT_TRUE(wants(*root, {"etc/swapspaces", Look::kText}));
  const Target* const paging = find(all, "10.1.0.11", "/install/nim/paging/forest71_paging/pine01");
  ASSERT_NE(paging, nullptr);
  EXPECT_TRUE(wants(*paging, {"swapnfs0", Look::kHoles}));
}

TEST(Targets, NobodyIsAskedForNoNodes) { EXPECT_TRUE(targets({}).empty()); }

}  // namespace
}  // namespace nfsready
