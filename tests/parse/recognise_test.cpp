#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "parse/exports.h"

namespace nfsready {
namespace {

std::string recognised(const std::string& text) {
  const auto dialect = recognise_dialect(text);
  return dialect ? std::string(name_of(*dialect).name) : "-";
}

struct Row {
  const char* text;
  const char* dialect;
};

void expect_rows(const std::vector<Row>& rows) {
  for (const Row& row : rows) EXPECT_EQ(recognised(row.text), row.dialect) << row.text;
}

constexpr const char* kEtab =
    "/export/a\tnode01(rw,sync,wdelay,hide,nocrossmnt,secure,root_squash,no_all_squash,"
    "no_subtree_check,secure_locks,acl,no_pnfs,anonuid=65534,anongid=65534,sec=sys,rw,secure,"
    "root_squash,no_all_squash)\n";
constexpr const char* kExportfsV =
    "/export/a     \tnode01(sync,wdelay,hide,no_subtree_check,sec=sys,rw,secure,root_squash)\n";

TEST(RecogniseDialect, KnowsLinux) {
  expect_rows({
      {"/export/a node01(rw)\n", "linux"},
      {"/export/a\tnode01(rw,sync,no_subtree_check)\n", "linux"},
      {"# note\n\n/export/a node01(rw) \\\n  node02(rw) \\\n  node03\n", "linux"},
      {"/export/a \\\n\t\tnode01(rw) \\\n\t\tnode02(rw)\n", "linux"},
      {"/export/a -rw,no_root_squash node01 node02\n", "linux"},
      {"/export/a -sync,rw\n", "linux"},
      {"/export/a -ro node01\n", "linux"},
      {"/export/a node01 node02\n", "linux"},
      {"/export/a (ro)\n", "linux"},
      {"\"/export/a b\" *(ro)\n", "linux"},
      {kEtab, "linux-etab"},
      {kExportfsV, "linux-exportfs-v"},
      {"/export/nim/root/node1\n\t\tnode01(sync,wdelay,hide,sec=sys,rw)\n", "linux-exportfs-v"},
      {"/export/a     \t<world>(sync,wdelay,hide,sec=sys,ro)\n", "linux-exportfs-v"},
      {"/export/a     \tnode01\n/export/nim/root/node1\n\t\tnode02\n", "linux-exportfs-v"},
      {"/export/a  *(sync,wdelay,hide,no_subtree_check,sec=sys,rw,root_squash)\n",
       "linux-exportfs-s"},
      {"# Version 1.1\n# Path Client(Flags) # IPs\n/a\t*(rw,root_squash,sync,uuid=1:2:3:4,sec=1)\n",
       "linux-proc"},
      {"# Version 1.1\n# Path Client(Flags) # IPs\n", "linux-proc"},
      {"/\t*(ro,root_squash,sync,no_wdelay,v4root,fsid=0,sec=390003:1)\n", "linux-proc"},
  });
}

TEST(RecogniseDialect, KnowsAix) {
  expect_rows({
      {"/export/nim -root=node01:,access=node01:\n", "aix"},
      {"/export/nim -ro\n", "aix"},
      {"/export/nim -rw,anon=0 # world\n", "aix"},
      {"/export/nim -sec=sys,rw\n", "aix"},
      {"/export/a\n/export/b -vers=3:4,ro\n", "aix"},
      {"/export/a -rw=node01:node02 # boot\n", "aix"},
  });
}

TEST(RecogniseDialect, KnowsTheOthers) {
  expect_rows({
      {"EXPORT {\n  Export_Id = 1; Path = /export/a;\n  FSAL { Name = VFS; }\n}\n", "ganesha"},
      {"EXPORT\n{\n  Path = /a;\n}\n", "ganesha"},
      {"EXPORT_DEFAULTS { Access_Type = RO; }\n", "ganesha"},
      {"%include \"exports.conf\"\n", "ganesha"},
      {"mmcesnfslsexport:nfsexports:HEADER:version:reserved:reserved:Path:Clients:\n", "mmnfs"},
      {"mmcesnfslsexport:nfsexports:0:1:::/gpfs0/a:none:*:RO:3,4:TCP:ROOT_SQUASH:\n", "mmnfs"},
      {"Export list for srv:\n/export/img (everyone)\n/export/a   node01.cl.test\n", "showmount"},
      {"export list for srv:\n/export/a node01\n", "showmount"},
      {"Export list for srv:\n", "showmount"},
      {"/export/img (everyone)\n", "showmount"},
      {"/export/a node01,node02\n", "showmount"},
      {"/export/with space 10.0.0.0/24,@ng\n", "showmount"},
  });
}

TEST(RecogniseDialect, SaysNothingWhenItCouldBeAnything) {
  expect_rows({
      {"", "-"},
      {"\n# a comment\n  \n", "-"},
      {"/export/a\n", "-"},
      {"hello world\n", "-"},
  });
}

TEST(RecogniseDialect, TakesNoProgramOrArchive) {
  const std::string strings = "\nEXPORT {\n Path = /a;\n}\n";
  EXPECT_EQ(recognised("\x7f" + ("ELF" + strings)), "-");
  EXPECT_EQ(recognised("PK\x03\x04" + strings), "-");
  EXPECT_EQ(recognised("\xef\xbb\xbf" + strings), "ganesha");
}

TEST(RecogniseDialect, GoesByTheMajority) {
  const std::string etab(kEtab);
  EXPECT_EQ(recognised("/a h(rw)\n/b h(ro)\n/c -root=h,access=h\n"), "linux");
  EXPECT_EQ(recognised("/a h(rw)\n/b -ro\n/c -root=h,access=h\n"), "aix");
  EXPECT_EQ(recognised(etab + etab + "/b h(rw)\n"), "linux-etab");
  EXPECT_EQ(recognised(kExportfsV + etab + kExportfsV), "linux-exportfs-v");
}

}  // namespace
}  // namespace nfsready
