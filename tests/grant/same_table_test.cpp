// When a live table needs not be asked.
#include "grant/same_table.h"

#include <gtest/gtest.h>

#include <string>

#include "parse/exports.h"
#include "support/source.h"

namespace nfsready {
namespace {

using testing::source_of;

bool same(const std::string& file, const std::string& live, Dialect in_force = Dialect::kAixXtab) {
  return says_the_same(parse_exports(Dialect::kAix, {&source_of(file, "exports")}),
                       parse_exports(in_force, {&source_of(live, "xtab")}));
}

TEST(SameTable, GoesByEntriesAndWords) {
  const std::string two = "/a -ro\n/b -root=n1,access=n1:n2\n";
  EXPECT_TRUE(same(two, two));
  EXPECT_TRUE(same("# made by nim\n/a   -ro\n\n/b -root=n1,access=n1:n2 # two\n", two));
  EXPECT_TRUE(same("", ""));
  EXPECT_FALSE(same(two, "/a -ro\n"));
  EXPECT_FALSE(same("/a -ro\n", two));
  EXPECT_FALSE(same(two, "/b -root=n1,access=n1:n2\n/a -ro\n"));
  EXPECT_FALSE(same("/a -ro\n", "/a -rw\n"));
  EXPECT_FALSE(same("/a -ro\n", "/a\n"));
  EXPECT_FALSE(same("/a -access=n1:n2\n", "/a -access=n1\n"));
  EXPECT_FALSE(same("/a -access=n1\n", "/A -access=n1\n"));
}

TEST(SameTable, IsNeverSureOfAnEntryThatMayNotBeTaken) {
  const std::string twice = "/a -ro\n/a -rw\n";  // the second one is refused
  EXPECT_FALSE(same(twice, twice));
  const std::string unknown = "/a -bogus\n";
  EXPECT_FALSE(same(unknown, unknown));
  const std::string cut = "/a -ro, access=n1\n";
  EXPECT_FALSE(same(cut, cut));
}

TEST(SameTable, KnowsOneDialectOnly) {
  const auto linux_file = [](const std::string& text) {
    return parse_exports(Dialect::kLinux, {&source_of(text, "exports")});
  };
  EXPECT_FALSE(says_the_same(linux_file("/a *(ro)\n"), linux_file("/a *(ro)\n")));
  EXPECT_FALSE(same("/a -ro\n", "Export list for sn1:\n/a (everyone)\n", Dialect::kShowmount));
}

}  // namespace
}  // namespace nfsready
