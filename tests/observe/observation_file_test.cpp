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
  ObservationPart part;
  part.time = 1775001599;
  all.parts.push_back(part);
  return all;
}

std::string written(Observations observations) {
  std::ostringstream out;
  write_observations(std::move(observations), out);
  return out.str();
}

TEST(ObservationFile, GivesBackWhatWasWritten) {
  const std::string text = written(sample());
  EXPECT_TRUE(text.starts_with(
      "{\"record\":\"observations\",\"version\":1,\"time\":\"2026-03-31T23:59:59Z\"}\n"));
  EXPECT_TRUE(text.ends_with("\n{\"record\":\"end\",\"records\":2}\n"));
  Observations read;
  ASSERT_TRUE(read_observations(text, "f", read));
  EXPECT_EQ(written(read), text);
  ASSERT_EQ(read.mounts.size(), 1U);
  EXPECT_EQ(read.mounts[0].path, "/caf\xE9");
  EXPECT_EQ(read.mounts[0].root->fileid, UINT64_MAX);
  EXPECT_EQ(read.mounts[0].root->mtime, -1);
  EXPECT_FALSE(read.mounts[0].holes[0].zeros);
  EXPECT_EQ(read.servers[0].exports[0].groups[1], "@g");
  EXPECT_EQ(read.servers[0].vantage.source.text(), "10.0.0.7");
  ASSERT_EQ(read.parts.size(), 1U);
  EXPECT_EQ(read.parts[0].file, "f");
  EXPECT_EQ(read.parts[0].time, 1775001599);
  EXPECT_FALSE(read.parts[0].is_cut());
  EXPECT_EQ(read.parts[0].broken_count, 0U);
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

TEST(ObservationFile, TellsTheOldestTime) {
  Observations all = sample();
  ObservationPart part;
  all.parts.push_back(part);
  part.time = 0;
  all.parts.push_back(part);
  EXPECT_NE(written(all).find("\"time\":\"1970-01-01T00:00:00Z\""), std::string::npos);
}

struct Refused {
  const char* text;
  const char* message;
};

class RefusedFile : public ::testing::TestWithParam<Refused> {};

TEST_P(RefusedFile, TellsThePlace) {
  Observations read = sample();
  const auto result = read_observations(GetParam().text, "f.jsonl", read);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message, GetParam().message);
  EXPECT_EQ(read.mounts.size(), 1U);  // nothing was added
  EXPECT_EQ(read.parts.size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(
    Files, RefusedFile,
    ::testing::Values(
        Refused{"",
                "f.jsonl:1:1: The document is empty.; it is no file that 'nfsready observe' wrote"},
        Refused{"{\"record\":\"mount\"}\n",
                "f.jsonl:1:1: expected the first record; it is no file that 'nfsready observe' "
                "wrote"},
        Refused{"{\"record\":\"observations\",\"version\":9}\n",
                "f.jsonl:1:26: version 9 of the format; this program reads 1"},
        Refused{"{\"record\":\"observations\"}\n",
                "f.jsonl:1:1: version 0 of the format; this program reads 1"},
        Refused{"{\"record\":\"observations\",\"version\":1,\"time\":\"noon\"}\n",
                "f.jsonl:1:38: expected a time as 2026-03-31T23:59:59Z"},
        Refused{"{\"record\":\"observations\",\"version\":1}\n{\"record\":\"end\",\"records\":0}\n"
                "{\"record\":\"observations\",\"version\":2}\n",
                "f.jsonl:3:26: version 2 of the format; this program reads 1"}));

struct Broken {
  std::string line;
  const char* message;
};

class BrokenLine : public ::testing::TestWithParam<Broken> {};

// The lines before and behind it are read.
TEST_P(BrokenLine, CostsItself) {
  const std::string good = "{\"record\":\"mount\",\"address\":\"10.0.0.5\",\"path\":\"/a\"}\n";
  Observations read;
  ASSERT_TRUE(read_observations("{\"record\":\"observations\",\"version\":1}\n" + good +
                                    GetParam().line + "\n" + good +
                                    "{\"record\":\"end\",\"records\":3}\n",
                                "f", read));
  EXPECT_EQ(read.mounts.size(), 2U);
  EXPECT_TRUE(read.servers.empty());
  ASSERT_EQ(read.parts.size(), 1U);
  EXPECT_FALSE(read.parts[0].is_cut());
  EXPECT_EQ(read.parts[0].broken_count, 1U);
  ASSERT_EQ(read.parts[0].broken.size(), 1U);
  EXPECT_EQ(read.parts[0].broken[0].place + ": " + read.parts[0].broken[0].message,
            GetParam().message);
}

std::string mount_with(const std::string& members) {
  return "{\"record\":\"mount\",\"address\":\"10.0.0.5\",\"path\":\"/b\"," + members + "}";
}

INSTANTIATE_TEST_SUITE_P(
    Lines, BrokenLine,
    ::testing::Values(
        Broken{"[]", "f:3:1: expected a JSON object"},
        Broken{"{\"colour\":\"red\"}", "f:3:1: expected a \"record\""},
        Broken{"{\"record\":\"mou", "f:3:15: Missing a closing quotation mark in string."},
        Broken{std::string("{}\0", 3), "f:3:3: expected text, not a NUL byte"},
        Broken{"{\"record\":\"mount\"}", "f:3:1: a mount record without its 'address'"},
        Broken{"{\"record\":\"mount\",\"address\":\"10.0.0.5\"}",
               "f:3:1: a mount record without its 'path'"},
        Broken{"{\"record\":\"server\",\"server\":\"nas\"}",
               "f:3:1: a server record without its 'address'"},
        Broken{"{\"record\":\"name\"}", "f:3:1: a name record without its 'server'"},
        Broken{"{\"record\":\"copy\"}", "f:3:1: a copy record without its 'copy'"},
        Broken{"{\"record\":\"mount\",\"path\":3}",
               "f:3:19: the value of 'path' is not of its kind"},
        Broken{mount_with("\"mnt\":{\"reach\":\"far\"}"),
               "f:3:59: the value of 'reach' is not of its kind"},
        Broken{mount_with("\"handle\":\"no\""), "f:3:52: the value of 'handle' is not of its kind"},
        Broken{mount_with("\"handle\":\"abc\""),
               "f:3:52: the value of 'handle' is not of its kind"},
        Broken{mount_with("\"handle\":\"" + std::string(130, 'a') + "\""),
               "f:3:52: the value of 'handle' is not of its kind"},
        Broken{mount_with("\"names\":[{\"name\":\"x\",\"handle\":7}]"),
               "f:3:73: the value of 'handle' is not of its kind"}));

constexpr const char* kBegin = "{\"record\":\"observations\",\"version\":1}\n";
constexpr const char* kName = "{\"record\":\"name\",\"server\":\"nas\"}\n";

struct Cut {
  std::string text;
  bool is_cut;
};

class CutFile : public ::testing::TestWithParam<Cut> {};

TEST_P(CutFile, IsNoticed) {
  Observations read;
  ASSERT_TRUE(read_observations(GetParam().text, "f", read));
  ASSERT_FALSE(read.parts.empty());
  EXPECT_EQ(read.parts.back().is_cut(), GetParam().is_cut) << GetParam().text;
}

const std::string kFirstLine = kBegin;
const std::string kOne = kName;
const std::string kEndOfOne = "{\"record\":\"end\",\"records\":1}\n";

INSTANTIATE_TEST_SUITE_P(Files, CutFile,
                         ::testing::Values(Cut{kFirstLine + kOne, true}, Cut{kFirstLine, true},
                                           Cut{kFirstLine + kOne + "{\"record\":\"na", true},
                                           Cut{kFirstLine + kOne + "{\"record\":\"end\"}\n", true},
                                           Cut{kFirstLine + kEndOfOne, true},
                                           Cut{kFirstLine + kOne + kOne + kEndOfOne, true},
                                           Cut{kFirstLine + kOne + kEndOfOne + kOne, true},
                                           Cut{kFirstLine + kOne + kEndOfOne, false},
                                           Cut{kFirstLine + kOne + "\n" + kEndOfOne + "\n",
                                               false}));

TEST(ObservationFile, HasAsManyPartsAsWereJoined) {
  Observations read;
  ASSERT_TRUE(read_observations(kFirstLine + kOne + kFirstLine + kOne + kEndOfOne, "f", read));
  ASSERT_EQ(read.parts.size(), 2U);
  EXPECT_TRUE(read.parts[0].is_cut());
  EXPECT_FALSE(read.parts[1].is_cut());
  EXPECT_EQ(read.names.size(), 2U);
}

TEST(ObservationFile, KeepsTheFirstOfManyBrokenLines) {
  std::string text = kBegin;
  for (int i = 0; i < 1000; ++i) text += "[]\n";
  Observations read;
  ASSERT_TRUE(read_observations(text, "f", read));
  EXPECT_EQ(read.parts[0].broken_count, 1000U);
  EXPECT_EQ(read.parts[0].broken.size(), kMaxBrokenRecords);
}

TEST(ObservationFile, PassesOverWhatANewerProgramWrote) {
  Observations read;
  EXPECT_TRUE(read_observations(
      "{\"record\":\"observations\",\"version\":1}\n"
      "{\"record\":\"weather\",\"rain\":true}\n"
      "{\"record\":\"mount\",\"address\":\"10.0.0.5\",\"path\":\"/a\",\"colour\":\"red\"}\n"
      "{\"record\":\"end\",\"records\":2}\n",
      "f", read));
  ASSERT_EQ(read.mounts.size(), 1U);
  EXPECT_EQ(read.mounts[0].path, "/a");
  EXPECT_FALSE(read.parts[0].is_cut());
  EXPECT_EQ(read.parts[0].broken_count, 0U);
}

}  // namespace
}  // namespace nfsready
