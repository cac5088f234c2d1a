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

}  // namespace
}  // namespace nfsready::testing
