// nfsready compare: two manifests next to each other, and a site's trees read from manifests. No
// network.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
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

// Writes lines of a manifest into a pipe until it has taken so many bytes, or nobody reads it any
// more; says how many it took.
std::size_t feed(int pipe, std::size_t bytes) {
  std::string lines;
  for (int i = 0; i < 1000; ++i) lines += "./f" + std::to_string(i) + " type=file size=1\n";
  std::size_t taken = 0;
  while (taken < bytes) {
    const ssize_t written = write(pipe, lines.data(), lines.size());
    if (written < 0) break;
    taken += static_cast<std::size_t>(written);
  }
  return taken;
}

TEST(Compare, EndsWhenItIsInterruptedAndLeavesTheOlderListAsItWas) {
  constexpr std::size_t kLong = std::size_t{16} << 20U;
  const Scratch scratch;
  const std::string source = scratch.path("source.mtree");
  const std::string copy = scratch.write("copy.mtree", kTree);
  const std::string list = scratch.write("lists/list", "of yesterday\n");
  ASSERT_EQ(mkfifo(source.c_str(), 0600), 0);
  std::signal(SIGPIPE, SIG_IGN);
  Running run({"compare", source, copy, "--list", list});
  const int pipe = open(source.c_str(), O_WRONLY | O_CLOEXEC);
  ASSERT_EQ(write(pipe, kTree, std::string(kTree).size()), std::string(kTree).size());
  ASSERT_GE(feed(pipe, std::size_t{2} << 20U), std::size_t{2} << 20U);
  run.signal(SIGINT);
  EXPECT_LT(feed(pipe, kLong), kLong) << "it reads on";
  close(pipe);
  const Ended ended = run.end();
  EXPECT_EQ(ended.status, 3);
  EXPECT_TRUE(holds(ended.err, "interrupted: the trees were not read to their ends")) << ended.err;
  EXPECT_EQ(read_text(list), "of yesterday\n");
  const std::filesystem::directory_iterator left(scratch.path("lists"));
  EXPECT_EQ(std::distance(begin(left), end(left)), 1);
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
