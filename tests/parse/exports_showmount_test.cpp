#include <gtest/gtest.h>

#include <string>

#include "parse/exports.h"
#include "support/source.h"

namespace nfsready {
namespace {

using testing::place;
using testing::source_of;

ExportsTable parsed(std::string text) {
  return parse_exports(Dialect::kShowmount, {&source_of(std::move(text))});
}

const ShowmountList& list_of(const ExportsTable& table) {
  return *std::get_if<ShowmountList>(&table.content);
}

// "path=group,group", with "everyone" in front when the list says so.
std::string entries_in(const ExportsTable& table) {
  std::string text;
  for (const ShowmountExport& entry : list_of(table).exports) {
    if (!text.empty()) text += " | ";
    text += std::string(entry.path.text) + "=" + (entry.everyone ? "everyone " : "");
    for (const Token& group : entry.groups) text += std::string(group.text) + ",";
  }
  return text;
}

TEST(Showmount, ReadsPathsAndGroups) {
  const ExportsTable table = parsed(
      "Export list for 10.91.0.1:\n"
      "/export/img (everyone)\n"
      "/export/with space @ngfqdn,10.91.0.0/24\n"
      "/export/a          *\n"
      "/export/b          *,node01\r\n");
  EXPECT_EQ(list_of(table).host.text, "10.91.0.1");
  EXPECT_EQ(entries_in(table),
            "/export/img=everyone  | /export/with space=@ngfqdn,10.91.0.0/24, | "
            "/export/a=everyone *, | /export/b=everyone *,node01,");
  EXPECT_TRUE(table.problems.empty());
  EXPECT_EQ(place(list_of(table).exports[1].span), "3:1");
  EXPECT_EQ(place(list_of(table).exports[1].groups[1].span), "3:28");
}

TEST(Showmount, ReadsTheListOfAix) {
  const ExportsTable table = parsed("export list for srv:\n/export/nim node01,node02\n");
  EXPECT_EQ(list_of(table).host.text, "srv");
  EXPECT_EQ(entries_in(table), "/export/nim=node01,node02,");
}

TEST(Showmount, NeedsNoHeading) {
  EXPECT_EQ(entries_in(parsed("/export/a (everyone)\n")), "/export/a=everyone ");
  EXPECT_EQ(entries_in(parsed("")), "");
}

TEST(Showmount, LosesBrokenLinesOnly) {
  const ExportsTable table =
      parsed("Export list for s:\n/lonely\nclnt_create: RPC: Program not registered\n/a h\n");
  EXPECT_EQ(entries_in(table), "/a=h,");
  ASSERT_EQ(table.problems.size(), 2U);
  EXPECT_EQ(table.problems[0].kind, ProblemKind::kSyntax);
  EXPECT_EQ(place(table.problems[0].where), "2:1");
  EXPECT_EQ(place(table.problems[1].where), "3:1");
}

}  // namespace
}  // namespace nfsready
