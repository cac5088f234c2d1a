// nfsready lint: one exports source alone.
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "cli/program.h"

namespace nfsready::testing {
namespace {

struct Source {
  const char* dialect;
  std::string text;
  const char* access;  // of 10.1.1.7 on /export
};

// NOLINTNEXTLINE(readability-identifier-naming): GoogleTest looks for it
void PrintTo(const Source& source, std::ostream* out) { *out << source.dialect; }

std::vector<Source> sources() {
  return {
      {"linux", "/export 10.1.1.0/24(rw,insecure,no_root_squash,no_subtree_check)\n", "rw"},
      {"linux-etab",
       "/export\t10.1.1.0/24(rw,sync,wdelay,hide,nocrossmnt,insecure,no_root_squash,"
       "no_all_squash,no_subtree_check,secure_locks,acl,no_pnfs,anonuid=65534,anongid=65534,"
       "sec=sys,rw,insecure,no_root_squash,no_all_squash)\n",
       "rw"},
      {"linux-exportfs-v",
       "/export       \t10.1.1.0/24(sync,wdelay,hide,no_subtree_check,sec=sys,ro,insecure,"
       "no_root_squash,no_all_squash)\n",
       "ro"},
      {"linux-exportfs-s",
       "/export  10.1.1.0/24(sync,wdelay,hide,no_subtree_check,sec=sys,rw,insecure,"
       "no_root_squash,no_all_squash)\n",
       "rw"},
      {"linux-proc",
       "# Version 1.1\n# Path Client(Flags) # IPs\n"
       "/export\t10.1.1.0/24(rw,insecure,no_root_squash,sync,wdelay,no_subtree_check,"
       "uuid=1:2:3:4,sec=1)\n",
       "rw"},
      {"aix", "/export -root=10.1.1.7,access=10.1.1.7\n", "rw"},
      {"aix-xtab", "/export -ro,root=10.1.1.7,access=10.1.1.7\n", "ro"},
      {"ganesha",
       "EXPORT {\n  Export_Id = 1;\n  Path = /export;\n  Pseudo = /export;\n"
       "  Access_Type = RW;\n  Squash = No_Root_Squash;\n  FSAL { Name = VFS; }\n}\n",
       "rw"},
      {"mmnfs",
       "mmcesnfslsexport:nfsexports:HEADER:version:reserved:reserved:Path:Delegations:Clients:"
       "Access_Type:Protocols:Transports:Squash:Anonymous_uid:Anonymous_gid:SecType:"
       "PrivilegedPort:DefaultDelegations:Manage_Gids:NFS_Commit:\n"
       "mmcesnfslsexport:nfsexports:0:1:::/export:none:10.1.1.7:RW:3,4:TCP:NO_ROOT_SQUASH:-2:-2:"
       "SYS:FALSE:none:FALSE:FALSE:\n",
       "rw"},
      {"showmount", "Export list for nas:\n/export 10.1.1.0/24\n", "unknown"},
  };
}

class LintSources : public ::testing::TestWithParam<Source> {
 protected:
  // AIX asks for the client's name before it compares addresses.
  static std::string access(const std::vector<std::string>& more, const std::string& input) {
    const Scratch scratch;
    const std::string hosts = scratch.write("hosts", "10.1.1.7 cn07\n");
    std::vector<std::string> arguments = {"lint",     "--hosts",   hosts,     "--client",
                                          "10.1.1.7", "--path",    "/export", "--report",
                                          "json",     "--fail-on", "never"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    Environment in;
    in.input = input;
    const Ended run = nfsready(arguments, in);
    rapidjson::Document json;
    if (json.Parse(run.out.c_str()).HasParseError()) return run.err;
    return json["grants"][0]["access"].GetString();
  }
};

TEST_P(LintSources, AnswersWhatAClientGets) {
  const Source& source = GetParam();
  const Scratch scratch;
  const std::string file = scratch.write("source", source.text);
  EXPECT_EQ(access({file, "--dialect", source.dialect}, ""), source.access);
  EXPECT_EQ(access({"-", "--dialect", source.dialect}, source.text), source.access);
}

// exportfs of AIX prints what its exports file says in the same words.
TEST_P(LintSources, RecognisesTheDialect) {
  const Source& source = GetParam();
  EXPECT_EQ(access({"-"}, source.text), source.access);
}

std::string name_of(const ::testing::TestParamInfo<Source>& info) {
  std::string name = info.param.dialect;
  std::erase(name, '-');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Dialects, LintSources, ::testing::ValuesIn(sources()), name_of);

TEST(Lint, JudgesAFile) {
  const Scratch scratch;
  const std::string good = scratch.write("good", "/export 10.1.1.0/24(rw,no_subtree_check)\n");
  EXPECT_EQ(nfsready({"lint", good}).status, 0);
  const std::string bad = scratch.write("bad", "/export 10.1.1.0/24(rw\n");
  const Ended run = nfsready({"lint", bad});
  EXPECT_EQ(run.status, 1) << run.out;
  EXPECT_TRUE(holds(run.out, "NR101 syntax-error")) << run.out;
  EXPECT_TRUE(holds(run.out, "  at " + bad + ":1:20\n")) << run.out;
  EXPECT_EQ(nfsready({"lint", bad, "--skip", "NR101"}).status, 0);
  EXPECT_EQ(nfsready({"lint", bad, "--only", "nr102"}).status, 0);
  EXPECT_EQ(nfsready({"lint", bad, "--fail-on", "never"}).status, 0);
}

TEST(Lint, AnOptionThatLosesTheRestOfTheFileIsAnError) {
  const Scratch scratch;
  const std::string bad = scratch.write("bad", "/a 10.1.1.0/24(rw,hard)\n/b 10.1.1.0/24(rw)\n");
  const Ended run = nfsready({"lint", bad});
  EXPECT_EQ(run.status, 1) << run.out;
  EXPECT_TRUE(holds(run.out, "error  NR102 unknown-option")) << run.out;
  EXPECT_TRUE(holds(run.out, "line 2 below it is not read")) << run.out;
}

TEST(Lint, ReadsSeveralFilesAsOneSource) {
  const Scratch scratch;
  const std::string main = scratch.write("exports", "/export 10.1.1.0/24(rw,no_subtree_check)\n");
  const std::string more = scratch.write("more", "/more 10.1.1.0/24(ro,no_subtree_check)\n");
  const Ended run = nfsready({"lint", main, more, "--client", "10.1.1.7"});
  EXPECT_EQ(run.status, 0) << run.out;
  EXPECT_TRUE(holds(run.out, "10.1.1.7 on /export: rw"));
  EXPECT_TRUE(holds(run.out, "10.1.1.7 on /more: ro"));
}

TEST(Lint, ResolvesNamesFromTheFilesItIsGiven) {
  const Scratch scratch;
  const std::string exports =
      scratch.write("exports", "/a cn07(rw,no_subtree_check)\n/b @nodes(ro,no_subtree_check)\n");
  const std::string hosts = scratch.write("hosts", "10.1.1.7 cn07\n10.1.1.8 cn08\n");
  const std::string netgroup = scratch.write("netgroup", "nodes (cn07,,) (cn08,,)\n");
  const auto ask = [&](const char* client, const char* path) {
    return nfsready({"lint", exports, "--hosts", hosts, "--netgroup", netgroup, "--client", client,
                     "--path", path})
        .out;
  };
  EXPECT_TRUE(holds(ask("10.1.1.7", "/a"), ": rw,"));
  EXPECT_TRUE(holds(ask("10.1.1.8", "/a"), ": refused\n"));
  EXPECT_TRUE(holds(ask("10.1.1.8", "/b"), ": ro,"));
  EXPECT_TRUE(holds(ask("10.1.1.9", "/b"), ": refused\n"));
  const Ended missing = nfsready({"lint", exports, "--hosts", hosts + ".not"});
  EXPECT_EQ(missing.status, 3);
  EXPECT_TRUE(holds(missing.err, hosts + ".not")) << missing.err;
}

TEST(Lint, TakesClientsInAllTheirForms) {
  const Scratch scratch;
  const std::string exports = scratch.write(
      "exports", "/a 10.1.1.0/24(rw,no_subtree_check) fd00::/64(ro,no_subtree_check)\n");
  const auto ask = [&](const char* client) {
    return nfsready({"lint", exports, "--client", client, "--path", "/a"}).out;
  };
  EXPECT_TRUE(
      holds(ask("10.1.1.7"), ": rw, root squashed to uid 65534, reserved ports only (this"));
  EXPECT_TRUE(holds(ask("10.1.1.7:1024"), "(this one is refused)"));
  EXPECT_FALSE(holds(ask("10.1.1.7:1023"), "(this one is refused)"));
  EXPECT_TRUE(holds(ask("fd00::7"), ": ro,"));
  EXPECT_FALSE(holds(ask("[fd00::7]:700"), "(this one is refused)"));
}

TEST(Lint, AsksForAbsolutePathsOnly) {
  const Scratch scratch;
  const std::string file = scratch.write("exports", "/a *(ro)\n");
  const Ended run = nfsready({"lint", file, "--client", "10.1.1.1", "--path", "a"});
  EXPECT_EQ(run.status, 2);
  EXPECT_TRUE(holds(run.err, "'a' does not begin with '/'")) << run.err;
}

TEST(Lint, ReportsAreWholeToo) {
  const Scratch scratch;
  const std::string bad = scratch.write("bad", "/export 10.1.1.0/24(rw\n");
  const Ended run =
      nfsready({"lint", bad, "--report", "text", "--report", "junit=" + scratch.path("r.xml"),
                "--report", "json=" + scratch.path("r.json")});
  EXPECT_EQ(run.status, 1);
  pugi::xml_document junit;
  ASSERT_TRUE(junit.load_file(scratch.path("r.xml").c_str()));
  EXPECT_EQ(junit.child("testsuites").attribute("failures").as_int(), 1);
  EXPECT_EQ(junit.child("testsuites").attribute("errors").as_int(), 0);
  rapidjson::Document json;
  ASSERT_FALSE(json.Parse(read_text(scratch.path("r.json")).c_str()).HasParseError());
  EXPECT_EQ(json["summary"]["errors"].GetUint(), 1U);
  EXPECT_STREQ(json["summary"]["verdict"].GetString(), "not-ready");
}

struct Mistake {
  const char* dialect;
  std::string text;
  const char* id;  // of the check that tells it
  int status;
};

// Where no node is known, what costs an export is an error; what changes it on purpose is none.
TEST(Lint, AnExportThatIsLostByAMistakeIsAnError) {
  const std::string block =
      "EXPORT { Export_Id = 1; Path = /a; Pseudo = /a; Access_Type = RO; FSAL { Name = VFS; } }\n";
  const std::string twice = block + block;
  std::string other_id = block + block;
  other_id.replace(other_id.rfind("= 1;"), 4, "= 2;");
  for (const Mistake& mistake : std::vector<Mistake>{
           {"linux", "/a 10.1.1.0/24(rw)# x\n/b 10.1.1.0/24(rw)\n", "NR101", 1},
           {"linux", "/a 10.1.1.0/24(rw,no_root_sqash)\n", "NR102", 1},
           {"linux", "/a 10.1.1.0/24 (rw)\n", "NR103", 1},
           {"linux", "/a 10.1.1.7(ro)\n/a 10.1.1.7(rw)\n", "NR104", 1},
           {"linux", "/a 10.1.1.7(ro)\n/a 10.1.1.7(ro)\n", "NR104", 0},
           {"linux", "/a 10.1.1.7(sync,async)\n", "NR105", 0},
           {"linux", "/a -root=cn01,access=cn01\n/b 10.1.1.7(ro)\n", "NR107", 1},
           {"linux", "/a 10.1.1.7(ro,fsid=1)\n/b 10.1.1.7(ro,fsid=1)\n", "NR110", 1},
           {"linux", "/a @10.1.1.0/24(ro)\n", "NR117", 1},
           {"linux", "/a 10.1.0.0/16(ro)\n/a 10.1.1.0/24(rw)\n", "NR119", 0},
           {"linux", "/" + std::string(1030, 'a') + " 10.1.1.7(ro)\n", "NR123", 1},
           {"linux", "\xEF\xBB\xBF/a 10.1.1.7(ro)\n", "NR126", 1},
           {"linux", "a 10.1.1.7(ro)\n", "NR126", 1},
           {"linux", "/a 10.1.1.7(ro)\r\n\r\n/b 10.1.1.7(ro)\r\n", "NR101", 1},
           {"aix", "/a -access=cn01\r\n", "NR101", 1},
           {"aix", "/a -ro\n/a -rw\n", "NR104", 1},
           {"aix", "/a -rw=cn01,ro=cn02\n", "NR105", 1},
           {"aix", "/a -ro,rw\n", "NR105", 0},
           {"aix", "/a -ro,no_root_squash\n", "NR107", 1},
           {"aix", "/a -access=cn01,root=cn02\n", "NR108", 1},
           {"aix", "/a -access=cn01\n/a/b -access=cn01\n", "NR109", 0},
           {"ganesha", twice, "NR125", 1},
           {"ganesha", block + block.substr(0, 25) + "Pseudo = /b; }", "NR125", 1},
           {"ganesha", block + "NFS_CORE_PARAM { NFS_Port = ; }", "NR126", 0}}) {
    Environment in;
    in.input = mistake.text;
    const Ended run =
        nfsready({"lint", "-", "--dialect", mistake.dialect, "--only", mistake.id}, in);
    EXPECT_EQ(run.status, mistake.status) << mistake.text << run.out << run.err;
    EXPECT_TRUE(holds(run.out, mistake.id)) << mistake.text << run.out;
    for (const char* const word : {"planned", "snapshot", "{"}) {
      EXPECT_FALSE(holds(run.out.substr(0, run.out.find("\n    ")), word)) << run.out;
    }
  }
}

TEST(Lint, CarriageReturnsAreBlanksToLinux) {
  Environment in;
  in.input = "# x\r\n/a 10.1.1.7(ro)\r\n/b 10.1.1.7(ro) # x\r\n";
  const Ended run = nfsready({"lint", "-", "--dialect", "linux"}, in);
  EXPECT_EQ(run.status, 0) << run.out;
  EXPECT_EQ(run.out, "0 errors, 0 warnings, 0 notes\n");
}

// What nobody is known to mount is not told to be superfluous.
TEST(Lint, DeletesNothingBecauseNoNodeIsKnown) {
  Environment in;
  in.input = "/a -access=cn01\n/a/b -access=cn01\n";
  const Ended run = nfsready({"lint", "-", "--dialect", "aix", "--only", "NR109"}, in);
  EXPECT_FALSE(holds(run.out, "delete the line")) << run.out;
  EXPECT_TRUE(holds(run.out, "export one of the two only, with the rights of both")) << run.out;
}

TEST(Lint, SaysWhyItCannotJudge) {
  const Scratch scratch;
  const std::string empty = scratch.write("empty", "# nothing\n");
  Ended run = nfsready({"lint", empty});
  EXPECT_EQ(run.status, 3);
  EXPECT_TRUE(holds(run.err, "cannot tell the dialect of '" + empty + "'")) << run.err;
  EXPECT_EQ(nfsready({"lint", empty, "--dialect", "linux"}).status, 0);
  run = nfsready({"lint", "-"});
  EXPECT_EQ(run.status, 3);
  EXPECT_TRUE(holds(run.err, "'<standard input>'")) << run.err;
  run = nfsready({"lint", scratch.path("missing")});
  EXPECT_EQ(run.status, 3);
  EXPECT_TRUE(holds(run.err, "No such file or directory")) << run.err;
  run = nfsready({"lint", scratch.path()});
  EXPECT_EQ(run.status, 3);
  EXPECT_TRUE(holds(run.err, "Is a directory")) << run.err;
}

}  // namespace
}  // namespace nfsready::testing
