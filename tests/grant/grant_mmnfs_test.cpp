#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/export_world.h"

namespace nfsready {
namespace {

using testing::export_tree;
using testing::full_names;
using testing::kHost1;
using testing::kHost2;
using testing::Question;
using testing::verdict_of;

struct Vector {
  std::string id;
  std::string text;
  std::string path;
  const char* address;
  std::uint16_t port;
  std::string expected;
};

TEST(MmnfsGrant, Vectors) {
  const std::string header =
      "mmcesnfslsexport:nfsexports:HEADER:version:reserved:reserved:Path:Delegations:Clients:"
      "Access_Type:Protocols:Transports:Squash:Anonymous_uid:Anonymous_gid:SecType:PrivilegedPort:"
      "DefaultDelegations:Manage_Gids:NFS_Commit:\n";
  const auto row = [](const std::string& path, const std::string& client,
                      const std::string& access_to_squash, const std::string& port) {
    return "mmcesnfslsexport:nfsexports:0:1:::" + path + ":none:" + client + ":" +
           access_to_squash + ":-2:-2:SYS:" + port + ":none:FALSE:FALSE:\n";
  };
  const std::string p = "/gpfs0/nodes";
  const std::string rw = "RW:3,4:TCP:ROOT_SQUASH";
  const std::string ro = "RO:3,4:TCP:ROOT_SQUASH";
  const std::string host_first = header +
                                 row(p, "10.91.0.11", "RW:3,4:TCP:NO_ROOT_SQUASH", "FALSE") +
                                 row(p, "*", ro, "FALSE");
  const std::vector<Vector> vectors = {
      {"M01", host_first, p, kHost1, 33000, "rw kept ok@2"},
      {"M02", host_first, p, kHost2, 33000, "ro sq ok@3"},
      {"M03", header + row(p, "10.91.0.0/24", ro, "FALSE") + row(p, "10.91.0.11", rw, "FALSE"), p,
       kHost1, 33000, "ro sq ok@2"},
      {"M04", header + row(p, "10.91.0.11", rw, "TRUE"), p, kHost1, 33000, "rw sq bad@2"},
      {"M05", header + row("%2Fgpfs0%2Fnodes", "10.91.0.11", rw, "FALSE"), p, kHost1, 33000,
       "rw sq ok@2"},
  };
  for (const Vector& vector : vectors) {
    const Question question{Dialect::kMmnfs, vector.text, vector.path, vector.address, vector.port};
    EXPECT_EQ(verdict_of(question, full_names(), export_tree()), vector.expected) << vector.id;
  }
}

}  // namespace
}  // namespace nfsready
