// nfsready compare: two manifests next to each other, and a site's trees read from manifests. No
// network.
#include <gtest/gtest.h>

#include <string>

#include "cli/program.h"

namespace nfsready::testing {
namespace {

constexpr const char* kTree =
    "#mtree\n"
    ". type=dir mode=0755 uid=0 gid=0 time=1700000000.0 flags=none\n"
    "./bin type=dir mode=0755 uid=0 gid=0 time=1700000000.0 flags=none\n"
    "./bin/su type=file mode=04555 uid=0 gid=0 size=4096 time=1700000000.0 flags=nosparse\n";

std::string with(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

TEST(Compare, TellsTwoManifestsApart) {
  const Scratch scratch;
  const std::string source = scratch.write("source.mtree", kTree);
  const std::string alike = scratch.write("alike.mtree", kTree);
  const std::string lost = scratch.write("lost.mtree", with(kTree, "04555", "0555"));
  const std::string cut = scratch.write("cut.mtree", std::string(kTree).substr(0, 130));
  EXPECT_EQ(nfsready({"compare", source, alike}).status, 0);
  const Ended differs = nfsready({"compare", source, lost});
  EXPECT_EQ(differs.status, 1) << differs.err;
  EXPECT_TRUE(holds(differs.out, "NR704")) << differs.out;
  EXPECT_NE(nfsready({"compare", source, cut}).status, 0);
  EXPECT_EQ(nfsready({"compare", source, scratch.path("none.mtree")}).status, 3);
  EXPECT_EQ(nfsready({"compare", source, alike, "--as", "spots"}).status, 2);
}

TEST(Compare, SaysWhichManifestIsOfNoTree) {
  const SiteCopy copy;
  copy.lose_addresses();
  const Scratch scratch;
  const std::string file = scratch.write("spot.mtree", kTree);
  const std::string spot = "/install/nim/spot/hedge71/usr";
  const Ended mistyped = nfsready({"compare", copy.site(), "--manifest", "nas:/instal=" + file});
  EXPECT_TRUE(holds(mistyped.err, "--manifest nas:/instal: no tree of this run lies there"))
      << mistyped.err;
  const Ended right = nfsready({"compare", copy.site(), "--manifest", "nas:" + spot + '=' + file,
                                "--manifest", "sn1:" + spot + '=' + file});
  EXPECT_FALSE(holds(right.err, "no tree of this run")) << right.err;
  EXPECT_TRUE(holds(right.out, ": 2 entries, none differ")) << right.out;
}

}  // namespace
}  // namespace nfsready::testing
