#include "parse/hosts.h"

#include <gtest/gtest.h>

#include "support/source.h"

namespace nfsready {
namespace {

using namespace std::string_literals;
using testing::place;
using testing::source_of;

struct Read {
  HostsTable table;
  Problems problems;
};

Read read(std::string text) {
  Read result;
  result.table = parse_hosts(source_of(std::move(text), "hosts"), result.problems);
  return result;
}

// "address name name" for each entry.
std::vector<std::string> shown(const HostsTable& table) {
  std::vector<std::string> lines;
  for (const HostsEntry& entry : table.entries) {
    std::string line = entry.address.text();
    for (std::uint32_t i = 0; i < entry.name_count; ++i) {
      line.append(" ").append(table.names[entry.first_name + i]);
    }
    lines.push_back(line);
  }
  return lines;
}

using Lines = std::vector<std::string>;

TEST(Hosts, ReadsAddressesWithTheirNames) {
  const Read hosts = read(
      "127.0.0.1\tloopback localhost\n"
      "10.40.3.1  sl01 sl01.cluster.example\n"
      "fd00:40::50 hanfs-a-rather-long-name.cluster.example\n");
  EXPECT_EQ(shown(hosts.table),
            (Lines{"127.0.0.1 loopback localhost", "10.40.3.1 sl01 sl01.cluster.example",
                   "fd00:40::50 hanfs-a-rather-long-name.cluster.example"}));
  EXPECT_EQ(hosts.table.entries[1].offset, 29U);
  EXPECT_TRUE(hosts.problems.empty());
}

TEST(Hosts, LeavesOutCommentsAndBlankLines) {
  const Read hosts =
      read("# 10.0.0.9 not me\n\n   \n10.0.0.1 a # b\n10.0.0.2 c#d e\n  10.0.0.3 f\n#\n10.0.0.4 g");
  EXPECT_EQ(shown(hosts.table), (Lines{"10.0.0.1 a", "10.0.0.2 c", "10.0.0.3 f", "10.0.0.4 g"}));
  EXPECT_TRUE(hosts.problems.empty());
}

TEST(Hosts, TakesCrlfAsALineEnd) {
  EXPECT_EQ(shown(read("10.0.0.1 a b\r\n\r\n10.0.0.2 c\r\n").table),
            (Lines{"10.0.0.1 a b", "10.0.0.2 c"}));
}

TEST(Hosts, ABrokenLineCostsOnlyItself) {
  const Read hosts = read(
      "10.0.0.1 a\nsl01 10.0.0.2\n10.0.0.256 b\n10.0.0.3\n10.0.0.04 c\nfe80::1%lo0 d\n"
      "10.0.0 e\n10.0.0.5.6 f\n 10.0.0.6. g\n10.0.0.7 h\n");
  EXPECT_EQ(shown(hosts.table), (Lines{"10.0.0.1 a", "10.0.0.7 h"}));
  std::string places;
  for (const Problem& problem : hosts.problems) places += place(problem.where) + " ";
  EXPECT_EQ(places, "2:1 3:1 4:1 5:1 6:1 7:1 8:1 9:2 ");
}

TEST(Hosts, SaysWhatIsWrongWithALine) {
  const Read hosts = read("sl01 10.0.0.2\n10.0.0.3\n");
  ASSERT_EQ(hosts.problems.size(), 2U);
  EXPECT_EQ(hosts.problems[0].kind, ProblemKind::kIgnored);
  EXPECT_EQ(hosts.problems[0].message, "'sl01' is not an IPv4 or IPv6 address");
  EXPECT_EQ(hosts.problems[1].message, "no name follows '10.0.0.3'");
}

TEST(Hosts, KeepsStrangeBytesInsideNames) {
  const Read hosts = read("10.0.0.1 a\0b\x01 caf\xE9-long-name\n10.0.0.2 c\n"s);
  ASSERT_EQ(hosts.table.entries.size(), 2U);
  EXPECT_EQ(hosts.table.names[0], std::string_view("a\0b\x01", 4));
  EXPECT_EQ(hosts.table.names[1], "caf\xE9-long-name");
}

TEST(Hosts, ReadsAnEmptyFile) {
  EXPECT_TRUE(read("").table.entries.empty());
  EXPECT_TRUE(read("\n").table.entries.empty());
}

TEST(Hosts, ReadsMoreLinesThanItReservesFor) {
  std::string text;
  for (int i = 0; i < 70000; ++i) text += "10.0.0.1 a b c\n";
  EXPECT_EQ(read(text).table.entries.size(), 70000U);
  EXPECT_EQ(read(std::string(200000, '\n')).table.entries.size(), 0U);
}

}  // namespace
}  // namespace nfsready
