#include <gtest/gtest.h>

#include <span>
#include <string>
#include <vector>

#include "grant/linux_world.h"
#include "parse/exports.h"
#include "support/source.h"
#include "support/world.h"

namespace nfsready {
namespace {

using testing::kNameless;
using testing::kNode1;
using testing::kNode2;
using testing::kNode3;
using testing::kNode6;
using testing::linux_names;
using testing::linux_tree;
using testing::no_names;
using testing::place;
using testing::Question;
using testing::source_of;
using testing::verdict_of;

// One question to one table, and the verdict in the notation of verdict_of.
struct Row {
  const char* id;
  Dialect dialect;
  const char* text;
  const char* path;
  const char* address;
  std::uint16_t port;
  const char* verdict;
};

constexpr Row kVectors[] = {
    {"L01", Dialect::kLinux, "/export/a node01(rw,no_root_squash,insecure)\n", "/export/a", kNode1,
     33000, "rw kept ok@1"},
    {"L02", Dialect::kLinux, "/export/a node01(rw,no_root_squash,insecure)\n", "/export/a", kNode2,
     800, "denied@-"},
    {"L03", Dialect::kLinux, "/export/a node01 (rw)\n", "/export/a", kNode1, 800, "ro sq ok@1"},
    {"L04", Dialect::kLinux, "/export/a node01 (rw)\n", "/export/a", kNode2, 800, "rw sq ok@1"},
    {"L05", Dialect::kLinux, "/export/a node01(ro) (rw,no_root_squash)\n", "/export/a", kNode2, 800,
     "rw kept ok@1"},
    {"L06", Dialect::kLinux, "/export/a 10.91.0.0/24(ro) node01(rw,no_root_squash)\n", "/export/a",
     kNode1, 800, "rw kept ok@1"},
    {"L07", Dialect::kLinux, "/export/a *(rw) 10.91.0.0/24(ro)\n", "/export/a", kNode2, 800,
     "ro sq ok@1"},
    {"L08", Dialect::kLinux, "/export/a @ngfqdn(rw) *.cl.test(ro)\n", "/export/a", kNode1, 800,
     "ro sq ok@1"},
    {"L09", Dialect::kLinux, "/export/a *(ro) @ngfqdn(rw)\n", "/export/a", kNode1, 800,
     "rw sq ok@1"},
    {"L10", Dialect::kLinux, "/export/a 10.91.0.0/16(ro) 10.91.0.0/24(rw)\n", "/export/a", kNode1,
     800, "ro sq ok@1"},
    {"L11", Dialect::kLinux, "/export/a 10.91.0.*(rw)\n", "/export/a", kNode1, 800, "denied@-"},
    {"L12", Dialect::kLinux, "/export/a *.cl.test(rw)\n", "/export/a", kNode3, 800, "rw sq ok@1"},
    {"L13", Dialect::kLinux, "/export/a node0[!1]*(rw)\n", "/export/a", kNode2, 800, "denied@-"},
    {"L14", Dialect::kLinux, "/export/a node0[^1]*(rw)\n", "/export/a", kNode2, 800, "rw sq ok@1"},
    {"L15", Dialect::kLinux, "/export/a @ngshort(rw)\n", "/export/a", kNode2, 800, "rw sq ok@1"},
    {"L16", Dialect::kLinux, "/export/a @ngip(rw)\n", "/export/a", kNameless, 800, "denied@-"},
    {"L17", Dialect::kLinux, "/export/a @10.91.0.0/24(rw)\n", "/export/a", kNode1, 800, "denied@-"},
    {"L18", Dialect::kLinux, "/export/a 0.0.0.0/0(rw)\n", "/export/a", kNode1, 800, "denied@-"},
    {"L19", Dialect::kLinux, "/export/a\n", "/export/a", kNode2, 800, "ro sq ok@1"},
    {"L20", Dialect::kLinux, "/export/a -rw,no_root_squash node01 node02(ro)\n", "/export/a",
     kNode2, 800, "ro kept ok@1"},
    {"L21", Dialect::kLinux, "/export/a node01(rw)# boot\n/export/fs2 node02(rw)\n", "/export/fs2",
     kNode2, 800, "denied@-"},
    {"L22", Dialect::kLinux, "/export/a node01(rw) # boot\n/export/fs2 node02(rw)\n", "/export/fs2",
     kNode2, 800, "rw sq ok@2"},
    {"L23", Dialect::kLinux, "/export/a node01(rw) \\\n# note\n node02(rw)\n", "/export/a", kNode2,
     800, "denied@-"},
    {"L24", Dialect::kLinux, "/export/a node01(rw) \\\r\n node02(rw)\r\n", "/export/a", kNode2, 800,
     "denied@-"},
    {"L25", Dialect::kLinux, "/export/a node01(rw,\\\n no_root_squash)\n/export/fs2 node02(rw)\n",
     "/export/fs2", kNode2, 800, "denied@-"},
    {"L26", Dialect::kLinux, "/export/a -vers=3,rw node01\n/export/fs2 node02(rw)\n", "/export/fs2",
     kNode2, 800, "denied@-"},
    {"L27", Dialect::kLinux, "/export/a node01(ro)\n/export/a 10.91.0.11(rw)\n", "/export/a",
     kNode1, 800, "ro sq ok@1"},
    {"L28", Dialect::kLinux, "/export/a node01(rw)\n/export node02(rw)\n", "/export/a", kNode2, 800,
     "rw sq ok@2"},
    {"L29", Dialect::kLinux, "/export node01(rw)\n/export/a node01(ro)\n", "/export/a/b", kNode1,
     800, "ro sq ok@2"},
    {"L30", Dialect::kLinux, "/export node01(rw)\n", "/export/fs2", kNode1, 800, "denied@-"},
    {"L31", Dialect::kLinux, "/export node01(rw,crossmnt)\n", "/export/fs2", kNode1, 800,
     "rw sq ok@1"},
    {"L32", Dialect::kLinux, "/export/link node01(rw)\n", "/export/link", kNode1, 800,
     "rw sq ok@1"},
    {"L33", Dialect::kLinux, "/export/a node01(rw)\n", "/export/a", kNode1, 33000, "rw sq bad@1"},
    {"L34", Dialect::kLinux, "/export/a node01(insecure,rw,secure)\n", "/export/a", kNode1, 33000,
     "rw sq bad@1"},
    {"L35", Dialect::kLinux, "/export/a node01(rw,ro)\n", "/export/a", kNode1, 800, "ro sq ok@1"},
    {"L36", Dialect::kLinux, "/export/a node01(rw,all_squash,no_root_squash)\n", "/export/a",
     kNode1, 800, "rw sq ok@1"},
    {"L37", Dialect::kLinux, "/export/a node01(rw,anonuid=0,anongid=0)\n", "/export/a", kNode1, 800,
     "rw sq=0 ok@1"},
    {"L38", Dialect::kLinux, "\"/export/with space\" node01(rw)\n", "/export/with space", kNode1,
     800, "rw sq ok@1"},
    {"L39", Dialect::kLinux, "/export/with\\040space node01(rw)\n", "/export/with space", kNode1,
     800, "rw sq ok@1"},
    {"L40", Dialect::kLinux, "/export/a NODE01.CL.TEST(rw)\n", "/export/a", kNode1, 800,
     "rw sq ok@1"},
    {"L41", Dialect::kLinux, "/export/a node01:node02(rw)\n", "/export/a", kNode1, 800, "denied@-"},
    {"L42", Dialect::kLinux, "/export/a gss/krb5(rw)\n", "/export/a", kNode1, 800, "denied@-"},
    {"L43", Dialect::kLinux, "/export/a node01(rw,no_root_sqash)\n/export/fs2 node02(rw)\n",
     "/export/fs2", kNode2, 800, "denied@-"},
    {"L44", Dialect::kLinux, "/export/a nosuch.cl.test(rw) node02(rw)\n", "/export/a", kNode2, 800,
     "rw sq ok@1"},
    {"L45", Dialect::kLinux, "/export/a n1alias(rw)\n", "/export/a", kNode1, 800, "rw sq ok@1"},
    {"L46", Dialect::kLinux, "/export/a fd91::/64(rw)\n", "/export/a", kNode6, 800, "rw sq ok@1"},
    {"L47", Dialect::kLinux, "/export/a [fd91::2](rw)\n", "/export/a", kNode6, 800, "denied@-"},
    {"L50", Dialect::kLinux, "/export/a node01(sec=sys,ro,sec=krb5,rw)\n", "/export/a", kNode1, 800,
     "ro sq ok@1"},
    {"T01", Dialect::kLinuxEtab,
     "/export/"
     "a\tnode01.cl.test(rw,sync,wdelay,hide,nocrossmnt,insecure,no_root_squash,no_all_squash,no_"
     "subtree_check,secure_locks,acl,no_pnfs,anonuid=65534,anongid=65534,sec=sys,rw,insecure,no_"
     "root_squash,no_all_squash)\n/export/"
     "a\t(ro,sync,wdelay,hide,nocrossmnt,secure,root_squash,no_all_squash,no_subtree_check,secure_"
     "locks,acl,no_pnfs,anonuid=65534,anongid=65534,sec=sys,ro,secure,root_squash,no_all_squash)\n",
     "/export/a", kNode1, 33000, "rw kept ok@1"},
    {"T02", Dialect::kLinuxEtab,
     "/export/"
     "a\tnode01.cl.test(rw,sync,wdelay,hide,nocrossmnt,insecure,no_root_squash,no_all_squash,no_"
     "subtree_check,secure_locks,acl,no_pnfs,anonuid=65534,anongid=65534,sec=sys,rw,insecure,no_"
     "root_squash,no_all_squash)\n/export/"
     "a\t(ro,sync,wdelay,hide,nocrossmnt,secure,root_squash,no_all_squash,no_subtree_check,secure_"
     "locks,acl,no_pnfs,anonuid=65534,anongid=65534,sec=sys,ro,secure,root_squash,no_all_squash)\n",
     "/export/a", kNode2, 800, "ro sq ok@2"},
    {"T04", Dialect::kLinuxExportfsV,
     "/export/a     "
     "\tnode01.cl.test(sync,wdelay,hide,no_subtree_check,sec=sys,rw,no_root_squash,no_all_squash)"
     "\n",
     "/export/a", kNode1, 33000, "rw kept ?@1"},
    {"T05", Dialect::kLinuxExportfsV,
     "/export/nim/root/"
     "node1\n\t\tnode01.cl.test(sync,wdelay,hide,no_subtree_check,sec=sys,rw,secure,no_root_squash,"
     "no_all_squash)\n",
     "/export/nim/root/node1", kNode1, 33000, "rw kept bad@2"},
    {"T07", Dialect::kLinuxExportfsS,
     "/export/a  *(sync,wdelay,hide,no_subtree_check,sec=sys,rw,root_squash,no_all_squash)\n",
     "/export/a", kNode2, 800, "rw sq ?@1"},
    {"T08", Dialect::kLinuxProc,
     "# Version 1.1\n# Path Client(Flags) # "
     "IPs\n/export/a\t10.91.0.0/"
     "24,node01.cl.test(rw,insecure,no_root_squash,sync,wdelay,no_subtree_check,uuid=00000001:"
     "00000002:00000003:00000004,sec=1)\n",
     "/export/a", kNode1, 33000, "rw kept ok@3"},
    {"T09", Dialect::kLinuxProc,
     "# Version 1.1\n# Path Client(Flags) # "
     "IPs\n/"
     "\t*(ro,root_squash,sync,no_wdelay,v4root,fsid=0,uuid=00000001:00000002:00000003:00000004,sec="
     "390003:390004:390005:1)\n",
     "/", kNode1, 800, "denied@-"},
};

void expect_rows(std::span<const Row> rows) {
  for (const Row& row : rows) {
    const Question question{row.dialect, row.text, row.path, row.address, row.port};
    EXPECT_EQ(verdict_of(question, linux_names(), linux_tree()), row.verdict) << row.id << "\n"
                                                                              << row.text;
  }
}

TEST(LinuxGrants, GiveWhatTheProgramsGive) { expect_rows(kVectors); }

// What exportfs and mountd of nfs-utils 2.6.2 were seen to do, beyond the vectors.
constexpr Row kSeen[] = {
    {"the second list of defaults adds to the first", Dialect::kLinux,
     "/export/a -rw,no_root_squash node01 -ro node02\n", "/export/a", kNode2, 800, "ro kept ok@1"},
    {"defaults at the end of a line export to the world", Dialect::kLinux,
     "/export/a node01(rw) -ro\n", "/export/a", kNode2, 800, "ro sq ok@1"},
    {"a flavour of the defaults keeps its rights", Dialect::kLinux,
     "/export/a -sec=sys,rw node01(ro)\n", "/export/a", kNode1, 800, "rw sq ok@1"},
    {"a new flavour starts with what was said last", Dialect::kLinux,
     "/export/a node01(sec=krb5,rw,sec=sys)\n", "/export/a", kNode1, 800, "rw sq ok@1"},
    {"a line of a lone carriage return stops the file", Dialect::kLinux,
     "/export/a node01(rw)\r\n\r\n/export/fs2 node02(rw)\r\n", "/export/fs2", kNode2, 800,
     "denied@-"},
    {"a prefix of 0 is one of 32", Dialect::kLinux, "/export/a 10.91.0.11/0(rw)\n", "/export/a",
     kNode1, 800, "rw sq ok@1"},
    {"and no other address", Dialect::kLinux, "/export/a 10.91.0.11/0(rw)\n", "/export/a", kNode2,
     800, "denied@-"},
    {"a prefix of 0 is one of 32 for IPv6 too", Dialect::kLinux, "/export/a fd91::9/0(rw)\n",
     "/export/a", kNode6, 800, "rw sq ok@1"},
    {"an octet with a leading zero is octal", Dialect::kLinux, "/export/a 010.91.0.12(rw)\n",
     "/export/a", kNode2, 800, "denied@-"},
    {"a short address is complete to the resolver", Dialect::kLinux, "/export/a 10.91.12(rw)\n",
     "/export/a", kNode2, 800, "rw sq ok@1"},
    {"the name of two lines is resolved twice", Dialect::kLinux, "/export/a multi(rw)\n",
     "/export/a", "10.91.0.22", 800, "rw sq ok@1"},
    {"an alias of two hosts means the first", Dialect::kLinux, "/export/a pair(rw)\n", "/export/a",
     "10.91.0.23", 800, "rw sq ok@1"},
    {"and not the second", Dialect::kLinux, "/export/a pair(rw)\n", "/export/a", "10.91.0.24", 800,
     "denied@-"},
    {"two names with a common address are one client", Dialect::kLinux,
     "/export/a first(rw) pair(ro)\n", "/export/a", "10.91.0.23", 800, "rw sq ok@1"},
    {"the name read first lends its addresses to the other", Dialect::kLinux,
     "/export/b wide(rw)\n/export/a narrow(rw)\n", "/export/a", "10.91.0.32", 800, "rw sq ok@2"},
    {"also when it has fewer of them", Dialect::kLinux,
     "/export/a narrow(rw)\n/export/b wide(rw)\n", "/export/b", "10.91.0.32", 800, "denied@-"},
    {"an address is lent a name too", Dialect::kLinux,
     "/export/b wide(rw)\n/export/a 10.91.0.31(rw)\n", "/export/a", "10.91.0.32", 800,
     "rw sq ok@2"},
    {"an alias is tried against wildcards", Dialect::kLinux, "/export/a n1al*(rw)\n", "/export/a",
     kNode1, 800, "rw sq ok@1"},
    {"and against netgroups", Dialect::kLinux, "/export/a @ngalias(rw)\n", "/export/a", kNode1, 800,
     "rw sq ok@1"},
    {"but not the alias of an IPv6 line", Dialect::kLinux,
     "/export/a node6(rw)\n/export node?(ro)\n", "/export/a", kNode6, 800, "rw sq ok@1"},
    {"as here", Dialect::kLinux, "/export/a node?(rw)\n", "/export/a", kNode6, 800, "denied@-"},
    {"netgroups compare without case", Dialect::kLinux, "/export/a @ngcase(rw)\n", "/export/a",
     kNode1, 800, "rw sq ok@1"},
    {"a triple without a host holds every named one", Dialect::kLinux, "/export/a @ngempty(rw)\n",
     "/export/a", kNode3, 800, "rw sq ok@1"},
    {"but no nameless one", Dialect::kLinux, "/export/a @ngempty(rw)\n", "/export/a", kNameless,
     800, "denied@-"},
    {"a dash holds nobody", Dialect::kLinux, "/export/a @ngdash(rw)\n", "/export/a", kNode1, 800,
     "denied@-"},
    {"netgroups nest", Dialect::kLinux, "/export/a @ngnest(rw)\n", "/export/a", kNode2, 800,
     "rw sq ok@1"},
    {"a secure child does not open its parent", Dialect::kLinux,
     "/export/a node01(ro)\n/export node01(rw,insecure)\n", "/export/a", kNode1, 33000,
     "ro sq bad@1"},
    {"crossmnt of the parent, down to the file system", Dialect::kLinux,
     "/export node01(rw,crossmnt)\n", "/export/fs2/sub", kNode1, 800, "rw sq ok@1"},
    {"inside one file system nothing is crossed", Dialect::kLinux, "/export/fs2 node01(rw)\n",
     "/export/fs2/sub", kNode1, 800, "rw sq ok@1"},
    {"mp= with something mounted", Dialect::kLinux, "/export/fs2 node01(rw,mp)\n", "/export/fs2",
     kNode1, 800, "rw sq ok@1"},
    {"mp= with nothing mounted", Dialect::kLinux, "/export/a node01(rw,mp)\n", "/export/a", kNode1,
     800, "denied@-"},
    {"mp= of another place", Dialect::kLinux, "/export/a node01(rw,mp=/export/fs2/)\n", "/export/a",
     kNode1, 800, "rw sq ok@1"},
    {"the path asked for is resolved", Dialect::kLinux, "/export/a node01(rw)\n",
     "//export/./link/b/../", kNode1, 800, "rw sq ok@1"},
    {"and counts from the root", Dialect::kLinux, "/export/a node01(rw)\n", "export/a", kNode1, 800,
     "rw sq ok@1"},
    {"above the export there is nothing", Dialect::kLinux, "/export/a node01(rw)\n", "/export",
     kNode1, 800, "denied@-"},
    {"nor beside it", Dialect::kLinux, "/export/a node01(rw)\n", "/export/ab", kNode1, 800,
     "denied@-"},
    {"the root exports everything below", Dialect::kLinux, "/ node01(rw)\n", "/etc", kNode1, 800,
     "rw sq ok@1"},
    {"Kerberos only", Dialect::kLinux, "/export/a node01(sec=krb5,rw)\n", "/export/a", kNode1, 800,
     "denied@1"},
    {"no options", Dialect::kLinuxExportfsV, "/export/a     \tnode01\n", "/export/a", kNode1, 800,
     "unknown ? ?@1"},
    {"no options, another host", Dialect::kLinuxExportfsV, "/export/a     \tnode01\n", "/export/a",
     kNode2, 800, "denied@-"},
    {"joined clients: all must match", Dialect::kLinuxProc,
     "/export/a\t10.91.0.0/24,node01.cl.test(rw,root_squash,sync,sec=1)\n", "/export/a", kNode2,
     800, "unknown ? ?@-"},
    {"joined clients come before a part of them", Dialect::kLinuxProc,
     "/export/a\t10.91.0.0/24(ro,root_squash,sync,sec=1)\n"
     "/export/a\t10.91.0.0/24,node01.cl.test(rw,root_squash,sync,sec=1)\n",
     "/export/a", kNode1, 800, "rw sq ok@2"},
    {"most joined clients first", Dialect::kLinuxProc,
     "/export/a\t*,10.91.0.0/24(ro,root_squash,sync,sec=1)\n"
     "/export/a\t*,10.91.0.0/24,node01.cl.test(rw,root_squash,sync,sec=1)\n",
     "/export/a", kNode1, 800, "rw sq ok@2"},
    {"what the kernel does not list is unknown", Dialect::kLinuxProc,
     "/export/a\tnode01.cl.test(rw,root_squash,sync,sec=1)\n", "/export/b", kNode1, 800,
     "unknown ? ?@-"},
    {"the address in place of names", Dialect::kLinuxProc,
     "/export/a\t$10.91.0.12(rw,insecure,root_squash,sync,sec=1)\n", "/export/a", kNode2, 33000,
     "rw sq ok@1"},
};

TEST(LinuxGrants, GiveWhatWasSeen) { expect_rows(kSeen); }

// --- questions that need more than one line

struct Asked {
  std::vector<std::string> files;
  const char* path = "/export/a";
  Client client;
  FileTree tree = linux_tree();
  const Names* names = &linux_names();
  std::optional<VersionSet> versions = std::nullopt;
};

Client client_at(const char* address) {
  Client client;
  client.address = *Address::parse(address);
  client.port = 800;
  return client;
}

Grant ask(const Asked& asked) {
  std::vector<const SourceFile*> files;
  for (const std::string& text : asked.files) files.push_back(&source_of(text));
  const ExportsTable table = parse_exports(Dialect::kLinux, files);
  return make_grants(table, ServerContext{*asked.names, asked.tree, asked.versions})
      ->grant(asked.path, asked.client);
}

TEST(LinuxGrants, ReadFilesInTheirOrder) {  // L48, L49
  const Grant first =
      ask({{"/export/a node01(rw)\n", "/export/a node01(ro)\n"}, "/export/a", client_at(kNode1)});
  EXPECT_EQ(first.access, Access::kReadWrite);
  EXPECT_EQ(ask({{""}, "/export/a", client_at(kNode1)}).access, Access::kNone);
  EXPECT_EQ(ask({{}, "/export/a", client_at(kNode1)}).access, Access::kNone);
}

TEST(LinuxGrants, BlameTheMistakeThatHidesAnEntry) {
  const std::string text = "/export/b node01(rw,no_root_sqash)\n\n/export/a node01(rw)\n";
  const Grant lost = ask({{text}, "/export/a", client_at(kNode1)});
  EXPECT_EQ(lost.access, Access::kNone);
  EXPECT_EQ(place(lost.blame), "1:21");
  EXPECT_FALSE(lost.rule.is_set());
  EXPECT_EQ(lost.why,
            "the host entry 'node01' would grant it, but the entry on line 3 is never read");
  EXPECT_EQ(place(ask({{text}, "/export/b", client_at(kNode1)}).blame), "1:21");
  EXPECT_FALSE(ask({{text}, "/export/a", client_at(kNode2)}).blame.is_set());
  const Grant granted = ask({{"/export/a node01(ro)\n" + text}, "/export/a", client_at(kNode1)});
  EXPECT_EQ(granted.access, Access::kReadOnly);
  EXPECT_FALSE(granted.blame.is_set());
}

struct ReasonRow {
  const char* text;
  const char* address;
  const char* path;
  const char* why;
};

constexpr ReasonRow kReasons[] = {
    {"/export/a *(ro) 10.91.0.0/24(ro) node01(rw)\n", kNode1, "/export/a",
     "the host entry 'node01' matches; hosts come before networks whatever their order"},
    {"/export/a 10.91.0.0/16(ro) 10.91.0.0/24(ro)\n", kNode1, "/export/a",
     "the network entry '10.91.0.0/16' matches; of several networks the first one listed counts, "
     "whatever their length"},
    {"/export/a node01(rw)\n", kNode1, "/export/a", "the host entry 'node01' matches"},
    {"/export *(rw)\n", kNode1, "/export/a", "the entry for everyone of '/export' matches"},
    {"/export/a node01(rw)\n", kNode2, "/export/a",
     "no entry of the table lists 10.91.0.12 (node02.cl.test)"},
    {"/export/a node01(rw)\n", kNameless, "/export/a", "no entry of the table lists 10.91.0.17"},
    {"/export/b node01(rw)\n", kNode1, "/export/a",
     "neither '/export/a' nor a directory above it is exported"},
    {"/export node01(rw)\n", kNode1, "/export/fs2",
     "'/export/fs2' lies on another file system than the exported '/export', and crossmnt is not "
     "set"},
};

TEST(LinuxGrants, SayWhy) {
  for (const ReasonRow& row : kReasons) {
    EXPECT_EQ(ask({{row.text}, row.path, client_at(row.address)}).why, row.why);
  }
}

struct DenialRow {
  const char* text;
  const char* path;
  Denial denial;
  const char* entry;  // where the export stands that was looked into
};

constexpr DenialRow kDenials[] = {
    {"/x *\n/export node03\n/export/a node02\n", "/export/a/b", Denial::kNotListed, "3:1"},
    {"/export/a 10.0/16\n", "/export/a", Denial::kNotListed, "1:1"},
    {"/export/a node02\n", "/export/b", Denial::kNotExported, "-"},
    {"/export node01\n", "/export/fs2", Denial::kBoundary, "1:1"},
    {"/export/a node01(sec=krb5)\n", "/export/a", Denial::kFlavour, "1:1"},
};

TEST(LinuxGrants, TellTheKindOfDenial) {
  for (const DenialRow& row : kDenials) {
    const Grant grant = ask({{row.text}, row.path, client_at(kNode1)});
    EXPECT_EQ(grant.access, Access::kNone) << row.text;
    EXPECT_EQ(grant.denial, row.denial) << row.text;
    EXPECT_EQ(place(grant.entry), row.entry) << row.text;
  }
  Client old = client_at(kNode1);
  old.version = 2;
  EXPECT_EQ(ask({{"/export/a node01\n"}, "/export/a", old}).denial, Denial::kVersion);
}

TEST(LinuxGrants, OfferFlavoursAndVersions) {
  const std::string text = "/export/a node01(sec=krb5:sys,rw)\n";
  const Grant grant = ask({{text}, "/export/a", client_at(kNode1)});
  EXPECT_EQ(grant.flavours, (FlavourSet{Flavour::kSys, Flavour::kKrb5}));
  EXPECT_EQ(grant.versions, (VersionSet{3, 4}));
  Asked four{{text}, "/export/a", client_at(kNode1)};
  four.versions = VersionSet{4};
  EXPECT_EQ(ask(four).access, Access::kNone);
  four.client.version = 4;
  EXPECT_EQ(ask(four).versions, VersionSet{4});
  Client kerberos = client_at(kNode1);
  kerberos.flavour = Flavour::kKrb5;
  EXPECT_EQ(ask({{"/export/a node01(sec=sys,ro,sec=krb5,rw)\n"}, "/export/a", kerberos}).access,
            Access::kReadWrite);
}

TEST(LinuxGrants, TakeAnUnsetPortForAHighOne) {
  Client client = client_at(kNode1);
  client.port.reset();
  EXPECT_EQ(ask({{"/export/a node01\n"}, "/export/a", client}).port_ok, false);
  EXPECT_EQ(ask({{"/export/a node01(insecure)\n"}, "/export/a", client}).port_ok, true);
  client.port = 1023;
  EXPECT_EQ(ask({{"/export/a node01\n"}, "/export/a", client}).port_ok, true);
  client.port = 1024;
  const Grant grant = ask({{"/export/a node01\n"}, "/export/a", client});
  EXPECT_EQ(grant.port_ok, false);
  EXPECT_EQ(grant.port, PortRule::kReserved);
}

struct NamelessRow {
  const char* text;
  const char* verdict;
};

// What is not known counts only where it could change the answer.
constexpr NamelessRow kWithoutNames[] = {
    {"/export/a *.cl.test(rw)\n", "unknown sq ok@1"},
    {"/export/a node01(rw,no_root_squash)\n", "unknown kept ok@1"},
    {"/export/a @ng(rw)\n", "unknown sq ok@1"},
    {"/export/a 10.91.0.11(rw) *.cl.test(ro)\n", "rw sq ok@1"},
    {"/export/a 10.91.0.0/24(rw)\n/export node01(ro)\n", "rw sq ok@1"},
    {"/export/a node01(rw) *(rw)\n", "rw sq ok@1"},
    {"/export/a node01(rw,no_root_squash) *(rw)\n", "rw ? ok@1"},
    {"/export/a node01(rw) *(ro)\n", "unknown sq ok@1"},
    {"/export/a node01(rw,insecure) *(rw)\n", "rw sq ?@1"},
    {"/export/a 10.91.0.11(rw) node01(ro)\n", "rw sq ok@1"},
    {"/export/a node01(ro) 10.91.0.11(rw)\n", "unknown sq ok@1"},
    {"/export/a 10.91.0.12(rw)\n", "denied@-"},
    {"/export/a node01(rw)\n/export 10.91.0.0/24(rw)\n", "rw sq ok@2"},
    {"/export/a node01(sec=krb5)\n", "denied@-"},
};

TEST(LinuxGrants, DoNotGuessNames) {
  for (const NamelessRow& row : kWithoutNames) {
    const Question question{Dialect::kLinux, row.text, "/export/a", kNode1, 800};
    EXPECT_EQ(verdict_of(question, no_names()), row.verdict) << row.text;
  }
  const Client client = client_at(kNode1);
  EXPECT_EQ(ask({{"/export/a *.cl.test(rw)\n"}, "/export/a", client, {}, &no_names()}).why,
            "the wildcard entry '*.cl.test' may match: the names of 10.91.0.11 are not known");
}

TEST(LinuxGrants, DoNotGuessNetgroupsAndWorkingDirectories) {
  const Names& hosts_only = []() -> const Names& {
    static Problems problems;
    static const SourceFile& file = source_of("10.91.0.11 node01\n");
    static const Names names({{std::make_shared<const HostsIndex>(
                                   std::make_shared<const HostsTable>(parse_hosts(file, problems))),
                               file.id()}},
                             {});
    return names;
  }();
  const auto verdict = [&](const std::string& text, const char* address) {
    return verdict_of({Dialect::kLinux, text, "/export/a", address, 800}, hosts_only);
  };
  EXPECT_EQ(verdict("/export/a @ng(rw)\n", kNode1), "unknown sq ok@1");
  EXPECT_EQ(verdict("/export/a @ng(rw)\n", kNode2), "denied@-");
  EXPECT_EQ(verdict("/export/a *.cl.test(rw)\n", kNode1), "denied@-");
  EXPECT_EQ(verdict("export/a node01(rw)\n", kNode1), "unknown sq ok@1");
}

TEST(LinuxGrants, DoNotKnowAMountPointOnAnUnknownTree) {
  const Grant grant =
      ask({{"/export/a node01(rw,mp)\n"}, "/export/a", client_at(kNode1), FileTree()});
  EXPECT_EQ(grant.access, Access::kUnknown);
  EXPECT_EQ(grant.missing, Missing::kMounts);
  EXPECT_TRUE(grant.rule.is_set());
  EXPECT_TRUE(
      ask({{"/export node01(rw)\n"}, "/export/fs2", client_at(kNode1), FileTree()}).certain);
}

TEST(LinuxGrants, FollowLinksOnBothSides) {
  FileTree tree;
  tree.links = {{"/a", "/b"}, {"/b/c", "/d"}, {"/loop", "/pool"}, {"/pool", "/loop"}};
  EXPECT_EQ(ask({{"/d *(rw)\n"}, "/a/c/x", client_at(kNode1), tree}).access, Access::kReadWrite);
  EXPECT_EQ(ask({{"/a/c *(rw)\n"}, "/d", client_at(kNode1), tree}).access, Access::kReadWrite);
  EXPECT_EQ(ask({{"/loop *(rw)\n"}, "/loop/x", client_at(kNode1), tree}).access,
            Access::kReadWrite);
}

TEST(LinuxGrants, FindOneOfManyClients) {
  std::string text = "/export/a";
  for (int i = 0; i < 3000; ++i) {
    text += " 10.92." + std::to_string(i / 250) + "." + std::to_string(i % 250) +
            (i % 2 == 0 ? "(rw)" : "(ro)");
  }
  for (int i = 0; i < 300; ++i) text += " 10.93." + std::to_string(i % 200) + ".0/24(rw)";
  text += " 10.93.0.0/16(ro)\n";
  const auto access = [&](const char* address) {
    return ask({{text}, "/export/a", client_at(address)}).access;
  };
  EXPECT_EQ(access("10.92.7.4"), Access::kReadWrite);
  EXPECT_EQ(access("10.92.7.5"), Access::kReadOnly);
  EXPECT_EQ(access("10.92.12.0"), Access::kNone);
  EXPECT_EQ(access("10.93.199.1"), Access::kReadWrite);
  EXPECT_EQ(access("10.93.200.1"), Access::kReadOnly);
}

}  // namespace
}  // namespace nfsready
