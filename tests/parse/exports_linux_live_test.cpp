#include <gtest/gtest.h>

#include <string>

#include "parse/exports.h"
#include "support/source.h"

namespace nfsready {
namespace {

using testing::place;
using testing::source_of;

ExportsTable parsed(Dialect dialect, std::string text) {
  return parse_exports(dialect, {&source_of(std::move(text))});
}

const LinuxExports& linux_of(const ExportsTable& table) {
  return *std::get_if<LinuxExports>(&table.content);
}

std::string section_text(const LinuxSection& section) {
  std::string text = section.read_write ? " rw" : " ro";
  if (section.all_squash) text += ",all";
  if (!section.root_squash) text += ",root";
  if (!section.insecure) text += ",?";
  if (section.insecure.value_or(false)) text += ",any";
  return text;
}

std::string rule_text(const LinuxRule& rule) {
  std::string text(rule.client.text.text);
  for (const LinuxClient& also : rule.also) text += "&" + std::string(also.text.text);
  if (rule.client.kind == LinuxClientKind::kDead) text += "(dead)";
  if (!rule.rights_known) return text + " ?";
  for (const LinuxSection& section : rule.sections) text += section_text(section);
  return text;
}

// "path client" per rule, then each section: "root" where root is kept, "all" where all are
// squashed, "any" where every port may ask; "?" where the source does not say.
std::string rules_in(const ExportsTable& table) {
  std::string text;
  for (const LinuxExport& entry : linux_of(table).exports) {
    for (const LinuxRule& rule : entry.rules) {
      if (!text.empty()) text += " | ";
      text += std::string(entry.path.text) + " " + rule_text(rule);
    }
  }
  return text;
}

constexpr const char* kEtabTail =
    "no_subtree_check,secure_locks,acl,no_pnfs,anonuid=65534,anongid=65534,sec=sys,";

TEST(LinuxEtab, SpellsEverythingOut) {
  const std::string tail(kEtabTail);
  const ExportsTable table = parsed(
      Dialect::kLinuxEtab,
      "/export/a\tnode01.cl.test(rw,sync,wdelay,hide,crossmnt,insecure,root_squash,no_all_squash," +
          tail + "rw,insecure,root_squash,no_all_squash)\n" +
          "/export/with\\040space\t(ro,async,wdelay,hide,nocrossmnt,secure,no_root_squash," + tail +
          "ro,secure,no_root_squash,no_all_squash)\n");
  EXPECT_EQ(rules_in(table), "/export/a node01.cl.test rw,any | /export/with space  ro,root");
  EXPECT_TRUE(table.problems.empty());
  EXPECT_TRUE(linux_of(table).complete);
  const LinuxExport& second = linux_of(table).exports.at(1);
  EXPECT_EQ(second.rules[0].client.kind, LinuxClientKind::kEveryone);
  EXPECT_TRUE(second.rules[0].async);
  EXPECT_FALSE(second.rules[0].crossmnt);
  EXPECT_TRUE(linux_of(table).exports[0].rules[0].crossmnt);
  EXPECT_EQ(second.line, 2U);
  EXPECT_EQ(place(second.rules[0].span), "2:23");
  EXPECT_EQ(place(second.span), "2:1");
}

TEST(LinuxEtab, LacksThePortPerFlavourWhenNoNfsdRan) {
  const ExportsTable table =
      parsed(Dialect::kLinuxEtab,
             "/a\t*(rw,sync,insecure,root_squash,anonuid=-2,sec=sys,rw,root_squash)\n");
  EXPECT_EQ(rules_in(table), "/a * rw,any");
  EXPECT_EQ(linux_of(table).exports[0].rules[0].anon_uid, 4294967294U);
}

TEST(LinuxEtab, KnowsWordsOfLaterVersions) {
  const ExportsTable table =
      parsed(Dialect::kLinuxEtab, "/a\th(rw,sign_fh,sec=sys,rw,no_root_squash,xprtsec=none:tls)\n");
  EXPECT_EQ(rules_in(table), "/a h rw,root");
  EXPECT_TRUE(table.problems.empty());
}

TEST(LinuxEtab, LosesBrokenLinesOnly) {
  const ExportsTable table =
      parsed(Dialect::kLinuxEtab, "/a\n/b\th(rw,sec=sys,rw)\n/c h\nrel\th()\n");
  EXPECT_EQ(rules_in(table), "/b h rw | rel h(dead) ro");
  ASSERT_EQ(table.problems.size(), 2U);
  EXPECT_EQ(place(table.problems[0].where), "1:1");
  EXPECT_EQ(place(table.problems[1].where), "3:4");
}

// What is left of a list that was cut short would be taken for all of it: root squashed.
TEST(LinuxLive, AListThatIsCutShortIsNoEntry) {
  for (const Dialect dialect : {Dialect::kLinuxEtab, Dialect::kLinuxExportfsV,
                                Dialect::kLinuxExportfsS, Dialect::kLinuxProc}) {
    const ExportsTable table =
        parsed(dialect, "/a\tn1(rw,insecure,no_root_sq\n/b\tn1(ro,insecure,sec=sys,ro)\n");
    ASSERT_EQ(table.problems.size(), 1U);
    EXPECT_EQ(table.problems[0].kind, ProblemKind::kSyntax);
    ASSERT_EQ(linux_of(table).exports.size(), 1U);
    EXPECT_EQ(linux_of(table).exports[0].path.text, "/b");
  }
}

TEST(LinuxExportfsV, WrapsLongPathsAndKeepsBlanks) {
  const ExportsTable table = parsed(
      Dialect::kLinuxExportfsV,
      "/export/a     \tnode01.cl.test(sync,wdelay,hide,crossmnt,anonuid=7,sec=sys,rw,insecure,"
      "root_squash,no_all_squash)\n"
      "/export/nim/root/node1\n"
      "\t\tnode02.cl.test(async,no_wdelay,hide,sec=sys,ro,root_squash,no_all_squash)\n"
      "/export/with space\n"
      "\t\t*.cl.test(sync,wdelay,hide,sec=krb5:sys,rw,secure,no_root_squash,no_all_squash)\n"
      "/a b          \t<world>(sync,wdelay,hide,sec=sys,ro,all_squash)\n");
  EXPECT_EQ(rules_in(table),
            "/export/a node01.cl.test rw,any | /export/nim/root/node1 node02.cl.test ro,? | "
            "/export/with space *.cl.test rw,root | /a b <world> ro,all,?");
  EXPECT_TRUE(table.problems.empty());
  EXPECT_EQ(linux_of(table).exports[3].rules[0].client.kind, LinuxClientKind::kEveryone);
  EXPECT_EQ(place(linux_of(table).exports[1].rules[0].span), "3:3");
  EXPECT_EQ(place(linux_of(table).exports[1].span), "2:1");
}

TEST(LinuxExportfsV, MayLackOptions) {
  const ExportsTable table = parsed(Dialect::kLinuxExportfsV,
                                    "/export/a     \tnode01.cl.test\r\n"
                                    "/export/nim/root/node1\r\n"
                                    "\t\t10.91.0.0/24\r\n"
                                    "/export/fs2   \t<world>\r\n");
  EXPECT_EQ(rules_in(table),
            "/export/a node01.cl.test ? | /export/nim/root/node1 10.91.0.0/24 ? | "
            "/export/fs2 <world> ?");
  EXPECT_TRUE(table.problems.empty());
}

TEST(LinuxExportfsV, SurvivesTabsThatBecameBlanks) {
  const ExportsTable table = parsed(Dialect::kLinuxExportfsV,
                                    "/export/a       node01(sync,sec=sys,rw,no_root_squash)\n"
                                    "/export/nim/root/node1\n"
                                    "                node02(sync,sec=sys,rw,root_squash)\n"
                                    "/lonely/path/of/somebody\n");
  EXPECT_EQ(rules_in(table), "/export/a node01 rw,root,? | /export/nim/root/node1 node02 rw,?");
  ASSERT_EQ(table.problems.size(), 1U);
  EXPECT_EQ(place(table.problems[0].where), "4:1");
}

TEST(LinuxExportfsS, IsOneLinePerEntry) {
  const ExportsTable table = parsed(Dialect::kLinuxExportfsS,
                                    "/export/a  *(sync,wdelay,hide,sec=sys,rw,no_root_squash)\n"
                                    "/with\\040space  h(sync,sec=sys,rw,insecure,root_squash)\n");
  EXPECT_EQ(rules_in(table), "/export/a * rw,root,? | /with space h rw,any");
}

TEST(LinuxProc, NamesFlavoursByNumberAndJoinsClients) {
  const ExportsTable table =
      parsed(Dialect::kLinuxProc,
             "# Version 1.1\n# Path Client(Flags) # IPs\n"
             "/export/a\t10.91.0.0/24,node01.cl.test(rw,insecure,no_root_squash,sync,wdelay,"
             "no_subtree_check,uuid=1:2:3:4,sec=1)\n"
             "/\t*(ro,root_squash,sync,no_wdelay,v4root,fsid=0,sec=390003:390004:390005:1)\n"
             "/b\t$10.91.0.12(ro,insecure,root_squash,all_squash,sync,sec=1,rw,no_root_squash,sec="
             "390003)\n"
             "/c\tnode02()\n");
  EXPECT_EQ(rules_in(table),
            "/export/a 10.91.0.0/24&node01.cl.test rw,root,any | / * ro | "
            "/b 10.91.0.12 rw,root ro,all,any | /c node02(dead) ro");
  EXPECT_FALSE(linux_of(table).complete);
  EXPECT_TRUE(linux_of(table).exports[1].rules[0].v4root);
  const auto& sections = linux_of(table).exports[2].rules[0].sections;
  EXPECT_TRUE(sections[0].flavours.has(Flavour::kSys));
  EXPECT_TRUE(sections[1].flavours.has(Flavour::kKrb5));
  EXPECT_TRUE(table.problems.empty());
}

}  // namespace
}  // namespace nfsready
