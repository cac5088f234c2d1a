#include "observe/observation_file.h"

#include <gtest/gtest.h>

#include <sstream>
#include <utility>

namespace nfsready {
namespace {

Observations sample() {
  Observations all;
  Vantage node{VantageKind::kNode, "n1", "n1", *Address::parse("10.0.0.7"), false};
  ServerObservation server;
  server.vantage = node;
  server.server = "nas";
  server.address = *Address::parse("fd00::5");
  server.rpcbind = Reach::kAnswered;
  server.services = {{100005, 3, true, 20048, Reach::kAnswered}};
  server.exports = {{"/a b", {"10.0.0.0/8", "@g"}}};
  server.null_us = 40;
  all.servers.push_back(server);
  MountObservation mount;
  mount.vantage = node;
  mount.server = "nas";
  mount.address = server.address;
  mount.path = "/caf\xE9";  // Latin-1
  mount.mnt = {Reach::kAnswered, 0};
  mount.flavours = {1, 390003};
  mount.root = Attributes{2, 0755, 3, 0, 0, 4096, 4096, 7, UINT64_MAX, -1};
  mount.files = {{"etc/hosts", {Reach::kAnswered, 0}, "10.0.0.7\tn1\n", false}};
  mount.holes = {{"swap", {Reach::kAnswered, 0}, 4096, false}};
  mount.write = WriteSeen{};
  mount.write->same = true;
  all.mounts.push_back(mount);
  return all;
}

std::string written(Observations observations) {
  std::ostringstream out;
  write_observations(std::move(observations), out);
  return out.str();
}

TEST(ObservationFile, GivesBackWhatWasWritten) {
  const std::string text = written(sample());
  Observations read;
  ASSERT_TRUE(read_observations(text, read));
  EXPECT_EQ(written(read), text);
  ASSERT_EQ(read.mounts.size(), 1U);
  EXPECT_EQ(read.mounts[0].path, "/caf\xE9");
  EXPECT_EQ(read.mounts[0].root->fileid, UINT64_MAX);
  EXPECT_EQ(read.mounts[0].root->mtime, -1);
  EXPECT_FALSE(read.mounts[0].holes[0].zeros);
  EXPECT_EQ(read.servers[0].exports[0].groups[1], "@g");
  EXPECT_EQ(read.servers[0].vantage.source.text(), "10.0.0.7");
}

TEST(ObservationFile, DoesNotDependOnTheOrder) {
  Observations one = sample();
  MountObservation other = one.mounts[0];
  other.path = "/aaa";
  Observations reversed = one;
  one.mounts.push_back(other);
  reversed.mounts.insert(reversed.mounts.begin(), other);
  EXPECT_EQ(written(one), written(reversed));
}

struct Broken {
  const char* text;
  const char* message;
};

class BrokenFile : public ::testing::TestWithParam<Broken> {};

TEST_P(BrokenFile, TellsTheLine) {
  Observations read = sample();
  const auto result = read_observations(GetParam().text, read);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message, GetParam().message);
  EXPECT_EQ(read.mounts.size(), 1U);  // nothing was added
}

constexpr const char* kFirst =
    "line 1: expected the first record of a file that 'nfsready observe' wrote";

INSTANTIATE_TEST_SUITE_P(
    Files, BrokenFile,
    ::testing::Values(
        Broken{"", "line 1: The document is empty."}, Broken{"{\"record\":\"mount\"}\n", kFirst},
        Broken{"{\"record\":\"observations\",\"version\":9}\n",
               "line 1: version 9 of the format; this program reads 1"},
        Broken{"{\"record\":\"observations\",\"version\":1}\n[]\n",
               "line 2: expected a JSON object"},
        Broken{"{\"record\":\"observations\",\"version\":1}\n{\"record\":\"mount\",\"path\":3}\n",
               "line 2: the value of 'path' is not of its kind"},
        Broken{"{\"record\":\"observations\",\"version\":1}\n"
               "{\"record\":\"mount\",\"mnt\":{\"reach\":\"far\"}}\n",
               "line 2: the value of 'reach' is not of its kind"},
        Broken{"{\"record\":\"observations\",\"version\":1}\n{\"record\":\"mou",
               "line 2: Missing a closing quotation mark in string."}));

TEST(ObservationFile, PassesOverWhatANewerProgramWrote) {
  Observations read;
  EXPECT_TRUE(
      read_observations("{\"record\":\"observations\",\"version\":1}\n"
                        "{\"record\":\"weather\",\"rain\":true}\n"
                        "{\"record\":\"mount\",\"path\":\"/a\",\"colour\":\"red\"}\n",
                        read));
  ASSERT_EQ(read.mounts.size(), 1U);
  EXPECT_EQ(read.mounts[0].path, "/a");
}

}  // namespace
}  // namespace nfsready
