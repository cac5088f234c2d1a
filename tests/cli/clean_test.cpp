// nfsready clean, as far as it needs no server; tests/lab has the rest.
#include <gtest/gtest.h>

#include <string>

#include "cli/program.h"

namespace nfsready::testing {
namespace {

TEST(Clean, AServerWithoutAnAddressIsNotPassedOverInSilence) {
  const SiteCopy copy;
  copy.remove("tables/hosts.csv");
  for (const char* const server : {"mgt", "sn1", "sn2", "nas", "nas-b"}) {
    copy.remove("servers/" + std::string(server) + "/etc/hosts");
  }
  const Ended run = nfsready({"clean", copy.site(), "-n", "pine01"});
  EXPECT_EQ(run.status, 3) << run.err;
  EXPECT_EQ(
      run.out,
      "not looked at: nas: it could not be asked (the snapshot has no address of that name)\n"
      "not looked at: sn1: it could not be asked (the snapshot has no address of that name)\n");
}

TEST(Clean, WritesNothingSoItHasNoOptionAboutWriting) {
  const Ended help = nfsready({"clean", "--help"});
  EXPECT_EQ(help.status, 0);
  EXPECT_EQ(help.out.find("--no-write"), std::string::npos) << help.out;
  EXPECT_NE(help.out.find("--as-node"), std::string::npos) << help.out;
  EXPECT_EQ(nfsready({"clean", "site", "--no-write"}).status, 2);
  EXPECT_NE(nfsready({"observe", "--help"}).out.find("--no-write"), std::string::npos);
}

}  // namespace
}  // namespace nfsready::testing
