// What NFS-Ganesha 4.3 makes of EXPORT, EXPORT_DEFAULTS and NFS_CORE_PARAM blocks. Every row was
// seen on a running server.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/ganesha_dump.h"
#include "support/ganesha_text.h"
#include "support/problems.h"
#include "support/source.h"

namespace nfsready {
namespace {

using testing::dump;
using testing::ganesha_export;
using testing::ganesha_of;
using testing::kinds_of;
using testing::parse_ganesha_text;

constexpr const char* kFileSystem = "FSAL { Name = VFS; }";

struct Case {
  std::string text;
  std::string expected;
  std::string problems;  // kinds
};

void check(const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    SCOPED_TRACE(one.text);
    const ExportsTable table = parse_ganesha_text(one.text);
    EXPECT_EQ(dump(ganesha_of(table)), one.expected);
    EXPECT_EQ(kinds_of(table.problems), one.problems);
    EXPECT_FALSE(ganesha_of(table).fatal.has_value());
  }
}

// Rows are options of one EXPORT, and what they add to its dump.
void check_options(std::vector<Case> cases) {
  for (Case& one : cases) {
    one.text = ganesha_export(one.text);
    one.expected = "1 /a pseudo=/a" + one.expected;
  }
  check(cases);
}

TEST(GaneshaExport, AccessType) {
  check_options({
      {"", "", ""},
      {"Access_Type = RW;", " rw", ""},
      {"Access_Type = ro;", " ro", ""},
      {"Access_Type = None;", " none", ""},
      {"Access_Type = MDONLY;", " md", ""},
      {"Access_Type = MDONLY_RO;", " md-ro", ""},
      {"access_type = \"RW\";", " rw", ""},
      {"Access_Type = 'RO';", " ro", ""},
      {"Access_Type = \"R\\W\";", " rw", ""},
      {"Access_Type = RX;", "", "unknown-option"},
      {"Access_Type = \"RW\n\";", "", "unknown-option"},
      {"Access_Type = ;", "", "ignored"},
      {"Access_Type { }", "", "ignored"},
      {"Access_Type { x = 1; }", "", "unknown-option"},
      {"Access_Type = RW, RO;", " lost", "dropped"},
      {"Access_Type = RW RO;", "", "syntax"},
  });
}

// Repeated options are OR-ed; bits that equal the built-in value are forgotten first.
TEST(GaneshaExport, RepeatedOptions) {
  check_options({
      {"Access_Type = RW; Access_Type = RO;", " rw", "contradiction"},
      {"Access_Type = RO; Access_Type = MDONLY;", " rw", "contradiction"},
      {"Access_Type = RO; Access_Type = MDONLY_RO;", " ro", "contradiction"},
      {"Access_Type = RO; Access_Type = None;", " ro", "contradiction"},
      {"Squash = None; Squash = Root;", " squash=root", "contradiction"},
      {"Squash = Root; Squash = None;", " squash=none", "contradiction"},
      {"Squash = RootId; Squash = Root;", " squash=root", "contradiction"},
      {"Squash = Root; Squash = Rot;", " squash=none", "unknown-option"},
      {"Access_Type = RW; Access_Type = rw;", " rw", ""},
      {"Protocols = 3; Protocols = 4;", " v34", ""},
      {"Protocols = 3, 4; Protocols = 4;", " v4", ""},
      {"Protocols = 4; Protocols = foo;", " v4", "unknown-option"},
      {"Protocols = 3, 4; Protocols = foo;", " v", "unknown-option"},
      {"SecType = none, sys; SecType = krb5;", " sec=krb5", ""},
      {"Tag = t; Tag = u;", " tag=u", ""},
  });
}

// What does not count as it was meant is kept, with its place.
TEST(GaneshaExport, Slips) {
  const auto first_slip = [](const std::string& options) {
    const ExportsTable table = parse_ganesha_text(ganesha_export(options));
    const auto& slips = ganesha_of(table).exports.front().slips;
    EXPECT_FALSE(slips.empty()) << options;
    EXPECT_EQ(slips.front().where, table.problems.front().where) << options;
    return slips.empty() ? GaneshaSlip{} : slips.front();
  };
  EXPECT_EQ(first_slip("Acces_Type = RW;").meant.access, GaneshaAccess::kReadWrite);
  EXPECT_EQ(first_slip("Squash = No_Root_Sqash;").meant.squash, GaneshaSquash::kNone);
  EXPECT_EQ(first_slip("PrivilegedPorts = false;").meant.privileged_port, false);
  EXPECT_FALSE(first_slip("Acces_Type = RW;").repeated);
  const GaneshaSlip repeated = first_slip("Access_Type = RW; Access_Type = RO;");
  EXPECT_TRUE(repeated.repeated);
  EXPECT_EQ(repeated.meant.access, GaneshaAccess::kReadWrite);
  for (const char* options :
       {"Access_Type = RW;", "Squash = All; Squash = all;", "Colour = red;"}) {
    const ExportsTable table = parse_ganesha_text(ganesha_export(options));
    EXPECT_TRUE(ganesha_of(table).exports.front().slips.empty()) << options;
  }
}

TEST(GaneshaExport, OtherPermissions) {
  check_options({
      {"Squash = Root;", " squash=root", ""},
      {"Squash = All_Anonymous;", " squash=all", ""},
      {"Squash = Root_Id_Squash;", " squash=rootid", ""},
      {"Squash = NoIdSquash;", " squash=none", ""},
      {"Squash = All, None;", " squash=all", ""},
      {"Squash = all,;", "", "syntax"},
      {"Protocols = 3;", " v3", ""},
      {"Protocols = NFS3, V4;", " v34", ""},
      {"Protocols = 4, 9P;", " v4", ""},
      {"Protocols = 9P;", " v", ""},
      {"Protocols = 4, foo;", "", "unknown-option"},
      {"Protocols = \"3,4\";", "", "unknown-option"},
      {"Protocols = ,4;", " v4", ""},
      {"Transports = UDP;", " no-tcp", ""},
      {"Transports = UDP, TCP;", " tcp", ""},
      {"SecType = krb5;", " sec=krb5", ""},
      {"SecType = sys, krb5p;", " sec=sys:krb5p", ""},
      {"SecType = unix;", "", "unknown-option"},
      {"PrivilegedPort = true;", " port=reserved", ""},
      {"PrivilegedPort = Off;", " port=any", ""},
      {"PrivilegedPort = 1;", " lost", "dropped"},
      {"PrivilegedPort = \"true\";", " lost", "dropped"},
      {"Anonymous_uid = 0;", " anon=0", ""},
      {"Anonymous_uid = -2;", " anon=4294967294", ""},
      {"Anonymous_uid = 0x10;", " anon=16", ""},
      {"Anonymous_uid = 010;", " anon=8", ""},
      {"Anonymous_uid = 4294967296;", " lost", "dropped"},
      {"Anonymous_uid = ~1;", " lost", "dropped"},
      {"Anonymous_uid = nobody;", " lost", "dropped"},
      {"Anonymous_gid = 0;", "", ""},
      {"Anonymous_gid = x;", " lost", "dropped"},
  });
}

TEST(GaneshaExport, OptionsWithoutASayInAccess) {
  check_options({
      {"Manage_Gids = 1;", " lost", "dropped"},
      {"NFS_Commit = no;", "", ""},
      {"Delegations = Readwrite;", "", ""},
      {"Delegations = maybe;", "", "unknown-option"},
      {"MaxRead = 1048576;", "", ""},
      {"MaxRead = 5;", " lost", "dropped"},
      {"PrefReaddir = big;", " lost", "dropped"},
      {"Attr_Expiration_Time = -1;", "", ""},
      {"Attr_Expiration_Time = -2;", " lost", "dropped"},
      {"Filesystem_Id = 5.6;", " fsid=5.6", ""},
      {"Filesystem_Id = 5;", " lost", "dropped"},
      {"Disable_ACL = 0;", " lost", "dropped"},
      {"UseCookieVerifier = true;", "", ""},
      {"Acces_Type = RW;", "", "unknown-option"},
      {"SUB { x = 1; }", "", "unknown-option"},
  });
}

TEST(GaneshaExport, ExportId) {
  check({
      {ganesha_export("", "65535"), "65535 /a pseudo=/a", ""},
      {ganesha_export("", "0x10"), "16 /a pseudo=/a", ""},
      {ganesha_export("", "010"), "8 /a pseudo=/a", ""},
      {ganesha_export("", "~5"), "65530 /a pseudo=/a", ""},
      {ganesha_export("", ""), "1 /a pseudo=/a", "ignored"},
      {ganesha_export("", "70000"), "1 /a pseudo=/a lost", "dropped"},
      {ganesha_export("", "-1"), "1 /a pseudo=/a lost", "dropped"},
      {ganesha_export("", "a"), "1 /a pseudo=/a lost", "dropped"},
      {ganesha_export("", "\"5\""), "1 /a pseudo=/a lost", "dropped"},
      {ganesha_export("", "1, 2"), "1 /a pseudo=/a lost", "dropped"},
      {ganesha_export("Export_Id = 2;"), "2 /a pseudo=/a lost", "dropped"},
      {"EXPORT { Path = /a; Pseudo = /a; FSAL { Name = VFS; } }\n", "1 /a pseudo=/a lost",
       "dropped"},
      {ganesha_export("") + ganesha_export("", "1", "/b", "/b"),
       "1 /a pseudo=/a\n1 /b pseudo=/b lost", "dropped"},
      {ganesha_export("", "1", "/b", "x") + ganesha_export(""),
       "1 /b pseudo=x lost\n1 /a pseudo=/a", "dropped"},
      {ganesha_export("", "0"), "0 /a pseudo=/a lost", "dropped"},
      {ganesha_export("", "0", "/a", "/"), "0 /a pseudo=/ lost", "dropped"},
      {ganesha_export("Protocols = 3, 4;", "0", "/a", "/"), "0 /a pseudo=/ v34", ""},
      {ganesha_export("Protocols = 3;", "0", "/a", "/"), "0 /a pseudo=/ v3 lost", "dropped"},
  });
}

TEST(GaneshaExport, Paths) {
  const std::string without_pseudo = "EXPORT { Export_Id = 1; Path = /a; FSAL { Name = VFS; } ";
  check({
      {ganesha_export("", "1", "/a/"), "1 /a pseudo=/a", ""},
      {ganesha_export("", "1", "\"/a b/\""), "1 /a b pseudo=/a", ""},
      {ganesha_export("", "1", "\"/a//b\""), "1 /a//b pseudo=/a", ""},
      {ganesha_export("", "1", "a/b"), "1 a/b pseudo=/a lost", "dropped"},
      {ganesha_export("", "1", "\"\""), "1  pseudo=/a lost", "dropped"},
      {ganesha_export("Path = /b;"), "1 /b pseudo=/a lost", "dropped"},
      {"EXPORT { Export_Id = 1; Pseudo = /a; }\n", "1  pseudo=/a lost", "dropped"},
      {ganesha_export("", "1", "/a", "x"), "1 /a pseudo=x lost", "dropped"},
      {ganesha_export("Pseudo = /b;"), "1 /a pseudo=/b lost", "dropped"},
      {ganesha_export("", "1", "/a", "/x/") + ganesha_export("", "2", "/b", "/x"),
       "1 /a pseudo=/x\n2 /b pseudo=/x lost", "dropped"},
      {ganesha_export("") + ganesha_export("", "2", "/a", "/c"), "1 /a pseudo=/a\n2 /a pseudo=/c",
       ""},
      {without_pseudo + "}\n", "1 /a v3", "ignored"},
      {without_pseudo + "Protocols = 3; }\n", "1 /a v3", ""},
      {without_pseudo + "Protocols = 3, 4; }\n", "1 /a v34 lost", "dropped"},
      {without_pseudo + "}\nEXPORT { Export_Id = 2; Path = /a; FSAL { Name = VFS; } }\n",
       "1 /a v3\n2 /a v3 lost", "ignored ignored dropped"},
      {without_pseudo + "}\nEXPORT { Export_Id = 2; Path = /a; Tag = t; FSAL { Name = VFS; } }\n",
       "1 /a v3\n2 /a tag=t v3", "ignored ignored"},
      {ganesha_export("Tag = t;") + ganesha_export("Tag = t;", "2", "/b", "/b"),
       "1 /a pseudo=/a tag=t\n2 /b pseudo=/b tag=t lost", "dropped"},
  });
}

TEST(GaneshaExport, FileSystem) {
  const auto with = [](const std::string& fsal) {
    return "EXPORT { Export_Id = 1; Path = /a; Pseudo = /a; " + fsal + " }\n";
  };
  check({
      {with("fsal { NAME = \"gpfs\"; }"), "1 /a pseudo=/a", ""},
      {with("FSAL { Name = VFS; Foo = 1; }"), "1 /a pseudo=/a", ""},
      {with(""), "1 /a pseudo=/a lost", "dropped"},
      {with("FSAL { }"), "1 /a pseudo=/a lost", "ignored dropped"},
      {with("FSAL { Nam = VFS; }"), "1 /a pseudo=/a lost", "dropped"},
      {with("FSAL { Name = NOPE; }"), "1 /a pseudo=/a lost", "dropped"},
      {with("FSAL = VFS;"), "1 /a pseudo=/a lost", "dropped"},
  });
}

// A severe error is never forgotten: from then on a block with any error at all is dropped.
TEST(GaneshaExport, ErrorsAfterASevereOne) {
  const std::string severe = ganesha_export("PrivilegedPort = 1;");
  const auto second = [](const std::string& options) {
    return ganesha_export(options, "2", "/b", "/b");
  };
  const std::string lost = "1 /a pseudo=/a lost\n2 /b pseudo=/b";
  check({
      {severe + second(""), lost, "dropped"},
      {severe + second("Squash = ;"), lost, "dropped ignored"},
      {severe + second("Typo = 1;"), lost + " lost", "dropped unknown-option dropped"},
      {severe + second("CLIENT { Clients = *; Typo = 1; }"), lost + " {* lost}",
       "dropped unknown-option dropped"},
      {ganesha_export("Typo = 1;") + second("PrivilegedPort = 1;"),
       "1 /a pseudo=/a\n2 /b pseudo=/b lost", "unknown-option dropped"},
      {ganesha_export("CLIENT { Access_Type = RO; }") + second("Squash = Rot;"),
       "1 /a pseudo=/a { ro lost}\n2 /b pseudo=/b lost", "dropped unknown-option dropped"},
      {ganesha_export("CLIENT { Access_Type = RO; } Typo = 1;"), "1 /a pseudo=/a { ro lost} lost",
       "unknown-option dropped dropped"},
      {"EXPORT { Export_Id = 1; Path = /a; Pseudo = /a; }\n" + second("Typo = 1;"),
       "1 /a pseudo=/a lost\n2 /b pseudo=/b", "dropped unknown-option"},
      {"EXPORT_DEFAULTS { PrivilegedPort = 1; }\n" + second("Typo = 1;"), "2 /b pseudo=/b lost",
       "dropped unknown-option dropped"},
  });
}

TEST(GaneshaExport, NamesThatMustResolveAfterASevereError) {
  const std::string names = "CLIENT { Clients = h1, 10.0.0.1, h2; }";
  const ExportsTable before = parse_ganesha_text(ganesha_export(names));
  EXPECT_FALSE(ganesha_of(before).exports[0].strict.has_value());
  EXPECT_TRUE(ganesha_of(before).exports[0].strict_names.empty());
  const ExportsTable after = parse_ganesha_text(ganesha_export("PrivilegedPort = 1;") +
                                                ganesha_export(names, "2", "/b", "/b"));
  EXPECT_EQ(ganesha_of(after).exports[1].strict, 0U);
  EXPECT_EQ(ganesha_of(after).exports[1].strict_names.size(), 2U);
}

struct SettingsCase {
  std::string text;
  std::string defaults;  // options of EXPORT_DEFAULTS
  std::string core;      // versions of NFS_CORE_PARAM, "-" when there is none
  bool mount_path_pseudo = false;
  bool fatal = false;
};

std::string core_of(const GaneshaExports& exports) {
  if (!exports.core_versions) return "-";
  std::string core;
  for (const int version : {3, 4}) {
    if (exports.core_versions->has(version)) core += std::to_string(version);
  }
  return core;
}

TEST(GaneshaSettings, DefaultsAndCore) {
  const std::vector<SettingsCase> cases = {
      {"", "", "-", false, false},
      {"EXPORT_DEFAULTS { Access_Type = RO; Squash = None; }\n", " ro squash=none", "-", false,
       false},
      {"EXPORT_DEFAULTS { Access_Type = RO; Squash = None; }\nEXPORT_DEFAULTS { Access_Type = RW; "
       "}\n",
       " rw squash=root", "-", false, false},
      {"EXPORT_DEFAULTS { Anonymous_uid = 5; }\nEXPORT_DEFAULTS { Squash = All; }\n",
       " squash=all anon=4294967294", "-", false, false},
      {"EXPORT_DEFAULTS { Access_Type = RW; PrivilegedPort = 1; }\n", "", "-", false, false},
      {"EXPORT_DEFAULTS { CLIENT { Clients = *; } }\n", "", "-", false, false},
      {"NFS_CORE_PARAM { Protocols = 3; }\n", "", "3", false, false},
      {"nfs_core_param { NFS_Protocols = v4; Foo = 1; }\n", "", "4", false, false},
      {"NFS_CORE_PARAM { NFS_Protocols = 4; Protocols = 3; }\n", "", "34", false, false},
      {"NFS_CORE_PARAM { Protocols = 3; }\nNFS_CORE_PARAM { Protocols = 4; }\n", "", "4", false,
       false},
      {"NFS_CORE_PARAM { Protocols = 3; }\nNFS_CORE_PARAM { Foo = 1; }\n", "", "34", false, false},
      {"NFS_CORE_PARAM { Protocols = foo; }\n", "", "", false, false},
      {"NFS_CORE_PARAM { Mount_Path_Pseudo = true; }\n", "", "34", true, false},
      {"NFS_CORE_PARAM { Mount_Path_Pseudo = true; }\nNFS_CORE_PARAM { Foo = 1; }\n", "", "34",
       false, false},
      {"NFS_CORE_PARAM { Mount_Path_Pseudo = 1; }\n", "", "34", false, true},
      {"NFS_CORE_PARAM { Enable_NLM = 0; }\n", "", "34", false, true},
      {"NFS_CORE_PARAM { NFS_Port = x; }\n", "", "34", false, true},
  };
  for (const SettingsCase& one : cases) {
    SCOPED_TRACE(one.text);
    const ExportsTable table = parse_ganesha_text(one.text);
    const GaneshaExports& exports = ganesha_of(table);
    EXPECT_EQ(dump(exports.defaults), one.defaults);
    EXPECT_EQ(core_of(exports), one.core);
    EXPECT_EQ(exports.mount_path_pseudo, one.mount_path_pseudo);
    EXPECT_EQ(exports.fatal.has_value(), one.fatal);
  }
}

TEST(GaneshaSettings, CoreLimitsExports) {
  const std::string core = "NFS_CORE_PARAM { Protocols = 3; }\n";
  const std::string pseudo = "NFS_CORE_PARAM { Mount_Path_Pseudo = true; }\n";
  check({
      {core + ganesha_export("Protocols = 3, 4;"), "1 /a pseudo=/a v3", "ignored"},
      {core + ganesha_export("Protocols = 4;"), "1 /a pseudo=/a v", "ignored"},
      {core + ganesha_export("CLIENT { Clients = *; Protocols = 4; }"), "1 /a pseudo=/a {* v}",
       "ignored"},
      {pseudo + "EXPORT { Export_Id = 1; Path = /a; " + kFileSystem + " }\n", "1 /a v3 lost",
       "ignored dropped"},
  });
}

TEST(GaneshaExport, ProblemsPointAndAdvise) {
  const ExportsTable table = parse_ganesha_text(
      "EXPORT {\n  Export_Id = 1; Path = /a; Pseudo = /a;\n  Acces_Type = RW;\n"
      "  PrivilegedPort = 1;\n  FSAL { Name = VFS; }\n}\n");
  ASSERT_EQ(table.problems.size(), 2U);
  EXPECT_EQ(testing::place(table.problems[0].where), "3:3");
  EXPECT_EQ(table.problems[0].message, "unknown option 'Acces_Type' is ignored");
  EXPECT_EQ(table.problems[0].hint, "write Access_Type");
  EXPECT_EQ(testing::place(table.problems[1].where), "4:20");
  EXPECT_EQ(table.problems[1].message,
            "'PrivilegedPort' must be true or false, not '1'; the EXPORT is dropped");
  const GaneshaExport& from = ganesha_of(table).exports.at(0);
  EXPECT_EQ(from.lost_to, 1U);
  EXPECT_EQ(testing::place(from.span), "1:1");
}

TEST(GaneshaExport, UnknownBlocksAreReported) {
  check({
      {"FOO { a = 1; }\n", "", "unknown-option"},
      {"foo = bar;\n", "", "unknown-option"},
      {"LOG { COMPONENTS { ALL = EVENT; } }\nNFSv4 { Graceless = true; }\nMDCACHE { }\n", "", ""},
  });
  const ExportsTable table = parse_ganesha_text("EXPROT { a = 1; }\n");
  EXPECT_EQ(table.problems.at(0).hint, "write EXPORT");
}

}  // namespace
}  // namespace nfsready
