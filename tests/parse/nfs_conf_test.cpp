#include "parse/nfs_conf.h"

#include <gtest/gtest.h>

#include "support/source.h"

namespace nfsready {
namespace {

using testing::place;
using testing::source_of;

struct Read {
  NfsConf conf;
  Problems problems;
};

Read read(std::string text) {
  Read result;
  result.conf = parse_nfs_conf(source_of(std::move(text), "nfs.conf"), result.problems);
  return result;
}

std::string value(const Read& read_conf, std::string_view section, std::string_view name) {
  const NfsConfSetting* const setting = read_conf.conf.find(section, name);
  return setting == nullptr ? "-" : std::string(setting->value.text);
}

// The same text was given to nfsconf --dump of nfs-utils 2.6.2.
TEST(NfsConf, ReadsWhatNfsconfReads) {
  const Read conf = read(
      "[nfsd]\n vers3 = y # c\nthreads=8;x\n# threads=1\n; threads=2\n"
      "[mountd \"arg\"]\nport=\"12 34\" x\nA=\\\n 5\nempty=\nB = 'z'\n"
      "[ nfsd ]\nthreads=16\nthreads=\n[s]trail\ny=3\r\nq = \"a # b\"\n");
  EXPECT_EQ(value(conf, "nfsd", "vers3"), "y");
  EXPECT_EQ(value(conf, "NFSD", "Threads"), "16");
  EXPECT_EQ(value(conf, "mountd", "port"), "-");
  EXPECT_EQ(value(conf, "mountd \"arg\"", "port"), "12 34");
  EXPECT_EQ(value(conf, "mountd \"arg\"", "a"), "5");
  EXPECT_EQ(value(conf, "mountd \"arg\"", "empty"), "-");
  EXPECT_EQ(value(conf, "mountd \"arg\"", "B"), "z");
  EXPECT_EQ(value(conf, "s", "y"), "3");
  EXPECT_EQ(value(conf, "s", "q"), "a # b");
  EXPECT_TRUE(conf.problems.empty());
}

TEST(NfsConf, KeepsPlaces) {
  const Read conf = read("[nfsd]\n threads = \\\n  8\n");
  const NfsConfSetting* const threads = conf.conf.find("nfsd", "threads");
  ASSERT_NE(threads, nullptr);
  EXPECT_EQ(place(threads->section.span), "1:2");
  EXPECT_EQ(place(threads->name.span), "2:2");
  EXPECT_EQ(place(threads->value.span), "3:3");
}

TEST(NfsConf, ReportsWhatTheProgramsIgnore) {
  const Read conf =
      read("early=1\n[nfsd]\nnonsense\n=x\nq=\"a\nthreads=4\n[bad\nport=1\n[nfsd]\ntcp=y\nudp=y");
  EXPECT_EQ(value(conf, "nfsd", "threads"), "4");
  EXPECT_EQ(value(conf, "nfsd", "q"), "-");
  EXPECT_EQ(value(conf, "nfsd", "port"), "-");
  EXPECT_EQ(value(conf, "nfsd", "tcp"), "y");
  EXPECT_EQ(value(conf, "nfsd", "udp"), "-");
  std::string places;
  for (const Problem& problem : conf.problems) places += place(problem.where) + " ";
  EXPECT_EQ(places, "1:1 3:1 4:1 5:3 7:1 8:1 11:1 ");
}

TEST(NfsConf, ACommentMayLackALineEnd) {
  EXPECT_TRUE(read("[nfsd]\n# end").problems.empty());
  EXPECT_TRUE(read("").problems.empty());
}

}  // namespace
}  // namespace nfsready
