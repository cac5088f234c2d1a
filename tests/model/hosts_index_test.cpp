#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "model/names.h"
#include "parse/hosts.h"
#include "support/source.h"

namespace nfsready {
namespace {

HostsIndex index_of(std::string text) {
  Problems problems;
  const SourceFile& file = testing::source_of(std::move(text), "hosts");
  return HostsIndex(std::make_shared<const HostsTable>(parse_hosts(file, problems)));
}

std::vector<std::string> addresses(const HostsIndex& index, std::string_view name) {
  std::vector<std::string> shown;
  for (const HostsEntry* entry : index.with_name(name)) shown.push_back(entry->address.text());
  return shown;
}

using Addresses = std::vector<std::string>;

TEST(HostsIndex, GivesTheLinesOfANameInFileOrder) {
  const HostsIndex index = index_of(
      "10.0.0.3 nas nas.example\n10.0.0.1 sn1\n10.0.0.2 NAS store\n10.0.0.3 spare nas Nas\n");
  EXPECT_EQ(addresses(index, "nas"), (Addresses{"10.0.0.3", "10.0.0.2", "10.0.0.3"}));
  EXPECT_EQ(addresses(index, "Store"), Addresses{"10.0.0.2"});
  EXPECT_EQ(addresses(index, "sn1"), Addresses{"10.0.0.1"});
  EXPECT_EQ(addresses(index, "na"), Addresses{});
  EXPECT_EQ(addresses(index_of(""), "nas"), Addresses{});
}

TEST(HostsIndex, GivesTheFirstLineOfAnAddress) {
  const HostsIndex index = index_of("10.0.0.1 a\n10.0.0.2 b\n10.0.0.1 c\n");
  const HostsEntry* const entry = index.with_address(*Address::parse("10.0.0.1"));
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(index.names_of(*entry).front(), "a");
  EXPECT_EQ(index.with_address(*Address::parse("10.0.0.9")), nullptr);
}

// Time that grows with the square of the lines would take minutes.
TEST(HostsIndex, OneNameOnVeryManyLines) {
  constexpr std::size_t kLines = 200000;
  std::string text;
  for (std::size_t i = 0; i < kLines; ++i) {
    text += "10." + std::to_string(i / 65536) + "." + std::to_string(i / 256 % 256) + "." +
            std::to_string(i % 256) + " same other" + std::to_string(i) + "\n";
  }
  const HostsIndex index = index_of(std::move(text));
  const std::vector<const HostsEntry*> same = index.with_name("same");
  ASSERT_EQ(same.size(), kLines);
  EXPECT_EQ(same.back()->address.text(), "10.3.13.63");
  EXPECT_EQ(addresses(index, "other65537"), Addresses{"10.1.0.1"});
}

}  // namespace
}  // namespace nfsready
