// nfsready check, as its users type it.
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "cli/program.h"

namespace nfsready::testing {
namespace {

TEST(Check, NamesTheNodeTheLineAndTheCure) {
  const SiteCopy copy;
  copy.forget_pine02();
  const Ended run = nfsready({"check", copy.site()});
  EXPECT_EQ(run.status, 1) << run.err;
  EXPECT_TRUE(holds(run.out, "\nnot-ready: pine02\n")) << run.out;
  EXPECT_TRUE(holds(run.out, "servers/sn2/tftpboot/10.1.1.2.info:"));
  EXPECT_TRUE(holds(run.out, "  fix: on nas"));
  EXPECT_TRUE(run.out.ends_with("\nNOT READY\n"));
}

// --- nodes

struct Selection {
  const char* noderange;
  std::vector<std::string> nodes;
};

// NOLINTNEXTLINE(readability-identifier-naming): GoogleTest looks for it
void PrintTo(const Selection& selection, std::ostream* out) { *out << selection.noderange; }

class Noderange : public ::testing::TestWithParam<Selection> {};

TEST_P(Noderange, SelectsNodes) {
  static const SiteCopy copy;
  const Ended run =
      nfsready({"check", copy.site(), "-n", GetParam().noderange, "--report", "json"});
  ASSERT_EQ(run.status, 0) << run.err;
  rapidjson::Document json;
  ASSERT_FALSE(json.Parse(run.out.c_str()).HasParseError());
  std::vector<std::string> nodes;
  for (const auto& node : json["nodes"].GetArray()) nodes.emplace_back(node["node"].GetString());
  EXPECT_EQ(nodes, GetParam().nodes);
}

INSTANTIATE_TEST_SUITE_P(
    Forms, Noderange,
    ::testing::Values(Selection{"pine02", {"pine02"}}, Selection{"pine", {"pine01", "pine02"}},
                      Selection{"pine02,oak01", {"oak01", "pine02"}},
                      Selection{"pine01-pine02", {"pine01", "pine02"}},
                      Selection{"pine[01-02]", {"pine01", "pine02"}},
                      Selection{"pine[01-12]", {"pine01", "pine02"}},
                      Selection{"compute,-pine,-oak01", {"elm01", "elm02", "oak02"}},
                      Selection{"compute@sn1nodes", {"elm01", "oak01", "pine01"}},
                      Selection{"/elm.*", {"elm01", "elm02"}},
                      Selection{"all", {"elm01", "elm02", "oak01", "oak02", "pine01", "pine02"}}));

// Consoles and logs name nodes by address or with their domain; a gate takes every one of them.
TEST(Check, TakesEveryNodeAsConsolesNameThem) {
  const SiteCopy copy;
  const std::vector<std::pair<const char*, const char*>> ranges = {
      {"pine01.example.org,pine02", "2 nodes: "},
      {"pine01.my-site.org", "1 node: "},
      {"10.1.1.1,10.1.1.2", "2 nodes: "},
      {"pine,-10.1.1.1", "1 node: "},
      {"compute,-pine01.example.org", "5 nodes: "}};
  for (const auto& [range, summary] : ranges) {
    const Ended run = nfsready({"check", copy.site(), "-n", range});
    EXPECT_EQ(run.status, 0) << run.err;
    EXPECT_TRUE(holds(run.out, summary)) << range << run.out;
  }
  for (const char* const range :
       {"pine01.x-pine02.x", "pine01.x@oak", "10.9.9.9,pine01", "pine01 pine02"}) {
    EXPECT_EQ(nfsready({"check", copy.site(), "-n", range}).status, 3) << range;
  }
}

TEST(Check, SaysWhichNodesOfTheRangeItLeavesOut) {
  const SiteCopy copy;
  Ended run = nfsready({"check", copy.site(), "-n", "all"});
  EXPECT_EQ(run.status, 0);
  EXPECT_EQ(run.err, "nfsready: left out: sn[1-2] does not boot over NFS\n");
  run = nfsready({"check", copy.site(), "-n", "pine[01-12]"});
  EXPECT_EQ(run.err, "nfsready: left out: 'pine03' of the noderange is no node\n");
}

// A gate must not pass because it judged nothing.
TEST(Check, AnEmptySelectionIsNeverReady) {
  const SiteCopy copy;
  for (const char* const range :
       {"nosuch", "pine,-pine", "pine@oak", "sn1", "nosuch[1-3]", "/^elm"}) {
    const Ended run = nfsready({"check", copy.site(), "-n", range});
    EXPECT_EQ(run.status, 3) << range;
    EXPECT_TRUE(holds(run.err, "the noderange '" + std::string(range) + "'")) << run.err;
    EXPECT_EQ(run.out, "");
  }
  for (const char* const range : {"", "  "}) {
    const Ended run = nfsready({"check", copy.site(), "-n", range});
    EXPECT_EQ(run.status, 2) << run.out;
    EXPECT_TRUE(holds(run.err, "--nodes names no node")) << run.err;
  }
}

TEST(Check, ASiteWithoutAnyNodeIsNeverReady) {
  const Scratch scratch;
  scratch.write("site/tables/nodelist.csv", "#node,groups,status,statustime,comments,disable\n");
  const Ended run = nfsready({"check", scratch.path("site"), "--report", "text", "--report",
                              "junit=" + scratch.path("junit.xml")});
  EXPECT_EQ(run.status, 3) << run.out;
  EXPECT_TRUE(holds(run.out, "nothing was audited")) << run.out;
  EXPECT_TRUE(run.out.ends_with("\nNOT READY\n"));
  pugi::xml_document junit;
  ASSERT_TRUE(junit.load_file(scratch.path("junit.xml").c_str()));
  EXPECT_GE(junit.child("testsuites").attribute("errors").as_int(), 1);
}

// --- the site

TEST(Check, SaysWhyThereIsNothingToAudit) {
  const Scratch scratch;
  std::filesystem::create_directory(scratch.path("empty"));
  const std::string file = scratch.write("file", "text");
  const std::vector<std::pair<std::string, const char*>> sites = {
      {scratch.path("missing"), "No such file or directory"},
      {file, "Not a directory"},
      {scratch.path("empty"), "holds no snapshot of a site"}};
  for (const auto& [site, why] : sites) {
    const Ended run = nfsready({"check", site});
    EXPECT_EQ(run.status, 3) << site;
    EXPECT_TRUE(holds(run.err, why)) << run.err;
    EXPECT_TRUE(holds(run.err, site)) << run.err;
    EXPECT_EQ(run.out, "");
  }
}

TEST(Check, EmptyDialectOrUnknownServerIsTold) {
  const SiteCopy copy;
  EXPECT_EQ(nfsready({"check", copy.site(), "--dialect", "nas=linux"}).status, 0);
  EXPECT_EQ(nfsready({"check", copy.site(), "--dialect", "nas"}).status, 2);
  EXPECT_EQ(nfsready({"check", copy.site(), "--dialect", "nas=vms"}).status, 2);
  const Ended run = nfsready({"check", copy.site(), "--dialect", "mars=linux"});
  EXPECT_EQ(run.status, 3);
  EXPECT_TRUE(holds(run.err, "'mars'")) << run.err;
}

// --- checks

TEST(Check, UnknownChecksAreWrongUsage) {
  const SiteCopy copy;
  for (const char* const option : {"--only", "--skip"}) {
    for (const char* const id : {"NR999", "root_squashed", "NR2x*", "NR203,NR999"}) {
      const Ended run = nfsready({"check", copy.site(), option, id});
      EXPECT_EQ(run.status, 2) << option << id;
      EXPECT_TRUE(holds(run.err, "no check is called '")) << run.err;
    }
    for (const char* const nothing : {"", ","}) {
      const Ended run = nfsready({"check", copy.site(), option, nothing});
      EXPECT_EQ(run.status, 2) << run.out;
      EXPECT_TRUE(holds(run.err, "names no check")) << run.err;
    }
  }
}

TEST(Check, RunsTheChecksThatAreAskedFor) {
  const SiteCopy copy;
  copy.forget_pine02();
  for (const char* const id : {"NR201", "nr201", "path-not-exported", "NR2*", "NR203,NR201"}) {
    EXPECT_EQ(nfsready({"check", copy.site(), "--only", id}).status, 1) << id;
    const Ended skipped = nfsready({"check", copy.site(), "--skip", id});
    EXPECT_FALSE(holds(skipped.out, "NR201")) << id;
  }
  EXPECT_EQ(nfsready({"check", copy.site(), "--only", "NR203"}).status, 0);
}

TEST(Check, SaysThatChecksDidNotRun) {
  const SiteCopy copy;
  EXPECT_FALSE(holds(nfsready({"check", copy.site()}).out, "checks ran"));
  EXPECT_TRUE(holds(nfsready({"check", copy.site(), "--only", "NR203"}).out, " checks ran: "));
  EXPECT_TRUE(holds(nfsready({"check", copy.site(), "--skip", "NR203"}).out, " checks ran: "));
}

TEST(Check, WhatIsNotKnownIsNotReadyWhateverIsSkippedOrAccepted) {
  const SiteCopy copy;
  copy.lose_exports();
  EXPECT_EQ(nfsready({"check", copy.site(), "--skip", "NR9*"}).status, 3);
  copy.write("suppressions.txt", "NR901 anywhere reason=\"we know\"\n");
  EXPECT_EQ(nfsready({"check", copy.site()}).status, 3);
}

TEST(Check, MissingEvidenceIsToldWhateverIsAskedFor) {
  const SiteCopy copy;
  copy.lose_exports();
  for (const std::vector<std::string>& more :
       {std::vector<std::string>{}, {"--only", "NR203"}, {"--fail-on", "never"}}) {
    std::vector<std::string> arguments = {"check", copy.site()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Ended run = nfsready(arguments);
    EXPECT_EQ(run.status, 3) << run.out;
    EXPECT_TRUE(run.out.ends_with("\nUNKNOWN\n")) << run.out;
  }
}

// A gate must not pass because it ran nothing.
TEST(Check, AnEmptySelectionOfChecksIsWrongUsage) {
  const SiteCopy copy;
  for (const std::vector<std::string>& selection :
       {std::vector<std::string>{"--only", "NR203", "--skip", "NR2*"}, {"--skip", "*"}}) {
    std::vector<std::string> arguments = {"check", copy.site()};
    arguments.insert(arguments.end(), selection.begin(), selection.end());
    const Ended run = nfsready(arguments);
    EXPECT_EQ(run.status, 2) << run.out;
    EXPECT_TRUE(holds(run.err, "leave no check to run")) << run.err;
  }
  EXPECT_EQ(nfsready({"check", copy.site(), "--only", "NR203, nr204"}).status, 0);
}

TEST(Check, ContradictingSuppressionOptionsAreWrongUsage) {
  const SiteCopy copy;
  EXPECT_EQ(nfsready({"check", copy.site(), "--suppressions", ""}).status, 2);
  EXPECT_EQ(nfsready({"check", copy.site(), "--suppressions", "file", "--no-suppressions"}).status,
            2);
}

// --- what makes it fail

TEST(Check, FailsFromTheSeverityThatIsAskedFor) {
  const SiteCopy copy;  // NIM wrote pine01's niminfo file again: a warning
  copy.replace("servers/sn1/tftpboot/10.1.1.1.info", "ROOT=nas:", "ROOT=sn1:");
  const std::vector<std::pair<const char*, int>> levels = {
      {"error", 0}, {"warning", 1}, {"note", 1}, {"never", 0}};
  for (const auto& [level, status] : levels) {
    const Ended run = nfsready({"check", copy.site(), "--fail-on", level});
    EXPECT_EQ(run.status, status) << level << run.out;
    EXPECT_TRUE(run.out.ends_with("\nREADY, BUT AT RISK\n")) << run.out;
  }
  EXPECT_EQ(nfsready({"check", copy.site()}).status, 0);
  const Ended wrong = nfsready({"check", copy.site(), "--fail-on", "fatal"});
  EXPECT_EQ(wrong.status, 2);
  EXPECT_TRUE(holds(wrong.err, "'fatal'"));
}

TEST(Check, ErrorsFailUnlessNothingShall) {
  const SiteCopy copy;
  copy.forget_pine02();
  for (const char* const level : {"error", "warning", "note"}) {
    EXPECT_EQ(nfsready({"check", copy.site(), "--fail-on", level}).status, 1) << level;
  }
  EXPECT_EQ(nfsready({"check", copy.site(), "--fail-on", "never"}).status, 0);
}

// --- accepted findings

TEST(Check, AcceptedFindingsDoNotCount) {
  const SiteCopy copy;
  copy.forget_pine02();
  copy.write("suppressions.txt",
             "NR201 server=nas nodes=pine02 until=2099-01-01 reason=\"moves next week\"\n");
  const Ended run = nfsready({"check", copy.site()});
  EXPECT_EQ(run.status, 0) << run.out;
  EXPECT_TRUE(holds(run.out, "suppressed  NR201")) << run.out;
  EXPECT_TRUE(holds(run.out, "reason: moves next week (until 2099-01-01)"));
  EXPECT_EQ(nfsready({"check", copy.site(), "--no-suppressions"}).status, 1);
  EXPECT_EQ(nfsready({"explain", copy.site(), "pine02"}).status, 0);
}

TEST(Check, AcceptedFindingsMayComeFromElsewhere) {
  const SiteCopy copy;
  copy.forget_pine02();
  const std::string file = copy.Scratch::write("accepted", "NR201 anywhere reason=\"known\"\n");
  EXPECT_EQ(nfsready({"check", copy.site(), "--suppressions", file}).status, 0);
  const Ended missing = nfsready({"check", copy.site(), "--suppressions", file + ".not"});
  EXPECT_EQ(missing.status, 3);
  EXPECT_TRUE(holds(missing.err, file + ".not")) << missing.err;
}

TEST(Check, AcceptanceEndsWithItsLastDay) {
  const SiteCopy copy;
  copy.forget_pine02();
  copy.write("suppressions.txt", "NR201 anywhere until=2026-03-31 reason=\"until then\"\n");
  Environment last_day;
  last_day.variables["SOURCE_DATE_EPOCH"] = "1775001599";  // 2026-03-31T23:59:59Z
  EXPECT_EQ(nfsready({"check", copy.site()}, last_day).status, 0);
  Environment day_after;
  day_after.variables["SOURCE_DATE_EPOCH"] = "1775001600";
  const Ended run = nfsready({"check", copy.site()}, day_after);
  EXPECT_EQ(run.status, 1);
  EXPECT_TRUE(holds(run.out, "ended on 2026-03-31 and no longer counts")) << run.out;
}

TEST(Check, AcceptanceThatMatchesNothingIsTold) {
  const SiteCopy copy;
  copy.write("suppressions.txt", "NR201 anywhere reason=\"x\"\n");
  EXPECT_TRUE(holds(nfsready({"check", copy.site()}).out, "matches no finding: remove it"));
  // A part of the site cannot tell.
  for (const std::vector<std::string>& part :
       {std::vector<std::string>{"-n", "oak"}, {"--only", "NR1*"}, {"--skip", "NR201"}}) {
    std::vector<std::string> arguments = {"check", copy.site()};
    arguments.insert(arguments.end(), part.begin(), part.end());
    EXPECT_FALSE(holds(nfsready(arguments).out, "matches no finding")) << part.front();
  }
}

TEST(Check, AcceptanceOfAnUnknownCheckIsTold) {
  const SiteCopy copy;
  copy.write("suppressions.txt", "# accepted\nNR2O3 anywhere reason=\"x\"\n");
  const Ended run = nfsready({"check", copy.site()});
  EXPECT_EQ(run.status, 1) << run.out;
  EXPECT_TRUE(holds(run.out,
                    "error  NR903 broken-line\n"
                    "  suppressions.txt: no check is called 'NR2O3'\n"
                    "  at " +
                        copy.site() + "/suppressions.txt:2:1\n"))
      << run.out;
  EXPECT_TRUE(holds(run.out, "did you mean 'NR203'?")) << run.out;
  EXPECT_FALSE(holds(run.out, "matches no finding")) << run.out;
  EXPECT_EQ(nfsready({"check", copy.site(), "--no-suppressions"}).status, 0);
}

TEST(Check, AcceptanceMayNameACheckInWords) {
  const SiteCopy copy;
  copy.forget_pine02();
  for (const char* const id : {"nr201", "path-not-exported"}) {
    copy.write("suppressions.txt", std::string(id) + " anywhere reason=\"x\"\n");
    EXPECT_EQ(nfsready({"check", copy.site()}).status, 0) << id;
  }
}

TEST(Check, EveryWrongLineOfTheAcceptanceIsAnErrorOfItsOwn) {
  const SiteCopy copy;
  copy.write("accepted", "NR201\nNR202 reason=\"x\"\n");  // in the site, and outside of it
  const std::string file = copy.Scratch::write("accepted", "NR201\nNR202 reason=\"x\"\n");
  for (const std::string& path : {file, copy.site() + "/accepted"}) {
    const Ended run = nfsready({"check", copy.site(), "--suppressions", path});
    EXPECT_EQ(run.status, 1) << run.out;
    EXPECT_TRUE(holds(run.out, "at " + path + ":1:1\n")) << run.out;
    EXPECT_TRUE(holds(run.out, "write why it is accepted: NR201 reason=\"...\"\n")) << run.out;
    EXPECT_TRUE(holds(run.out, "at " + path + ":2:1\n")) << run.out;
    EXPECT_TRUE(holds(run.out, "for the whole site: NR202 anywhere reason=\"x\"\n")) << run.out;
  }
}

// Nodes come and go; the line that accepts their findings breaks no gate.
TEST(Check, AcceptanceForNodesThatDoNotExistIsANote) {
  const SiteCopy copy;
  for (const char* const nodes : {"pine77", "pine,-pine"}) {
    copy.write("suppressions.txt", "NR201 nodes=" + std::string(nodes) + " reason=\"x\"\n");
    const Ended run = nfsready({"check", copy.site()});
    EXPECT_EQ(run.status, 0) << run.out;
    EXPECT_TRUE(holds(run.out, "note  NR903 broken-line\n")) << run.out;
    EXPECT_TRUE(holds(run.out, "fix: in suppressions.txt: remove it, or write another noderange"))
        << run.out;
  }
}

TEST(Check, SaysThatOnlyAPartOfTheNodesWasAskedFor) {
  const SiteCopy copy;
  copy.lose_addresses();
  const Ended part = nfsready({"check", copy.site(), "--live", "--shard", "2/3"});
  EXPECT_TRUE(holds(part.err, "only shard 2 of 3 is asked: ")) << part.err;
  const Ended whole = nfsready({"check", copy.site(), "--live", "--shard", "1/1"});
  EXPECT_FALSE(holds(whole.err, "shard")) << whole.err;
}

// --- reports

TEST(Check, WritesSeveralReportsAtOnceAndTheyAgree) {
  const SiteCopy copy;
  copy.forget_pine02();
  const Ended run = nfsready(
      {"check", copy.site(), "--report", "text", "--report", "json=" + copy.path("r.json"),
       "--report", "junit=" + copy.path("r.xml"), "--report", "text=" + copy.path("r.txt")});
  EXPECT_EQ(run.status, 1) << run.err;
  EXPECT_EQ(run.out, read_text(copy.path("r.txt")));
  rapidjson::Document json;
  ASSERT_FALSE(json.Parse(read_text(copy.path("r.json")).c_str()).HasParseError());
  EXPECT_EQ(json["summary"]["nodes"].GetUint(), 6U);
  EXPECT_EQ(json["summary"]["not_ready"].GetUint(), 1U);
  EXPECT_TRUE(holds(run.out, "6 nodes: 5 ready, 0 at risk, 1 not ready, 0 unknown"));
  pugi::xml_document junit;
  ASSERT_TRUE(junit.load_file(copy.path("r.xml").c_str()));
  std::size_t failing = 0;
  for (const pugi::xml_node& suite : junit.child("testsuites").children()) {
    failing += suite.attribute("failures").as_uint() > 0 ? 1U : 0U;
  }
  EXPECT_EQ(failing, 1U);
}

TEST(Check, LeavesNothingBesideItsReports) {
  const SiteCopy copy;
  std::filesystem::create_directory(copy.path("out"));
  EXPECT_EQ(nfsready({"check", copy.site(), "--report", "json=" + copy.path("out/r.json")}).status,
            0);
  const std::filesystem::directory_iterator entries(copy.path("out"));
  EXPECT_EQ(std::distance(begin(entries), end(entries)), 1);
}

TEST(Check, SaysWhichReportCannotBeWritten) {
  const SiteCopy copy;
  std::filesystem::create_directory(copy.path("folder"));
  for (const std::string& file : {copy.path("missing/r.json"), copy.path("folder")}) {
    const Ended run = nfsready({"check", copy.site(), "--report", "json=" + file});
    EXPECT_EQ(run.status, 3) << file;
    EXPECT_TRUE(holds(run.err, "cannot write '" + file + "'")) << run.err;
  }
  const Ended full = nfsready({"check", copy.site(), "--report", "json=/dev/full"});
  EXPECT_EQ(full.status, 3);
  EXPECT_TRUE(holds(full.err, "cannot write '/dev/full'")) << full.err;
}

TEST(Check, TriesItsFilesBeforeTheWorkAndLeavesNothing) {
  const Scratch scratch;
  const std::string there = scratch.write("out/there", "old");
  const std::string missing = scratch.path("missing/answers");
  const std::string no_site = scratch.path("none");
  for (const std::vector<std::string>& arguments : {
           std::vector<std::string>{"check", no_site, "--report", "json=" + missing},
           {"check", no_site, "--report", "json=" + there, "--report", "text=" + missing},
           {"observe", no_site, "-o", missing},
           {"compare", no_site, "--report", "json=" + missing},
       }) {
    const Ended run = nfsready(arguments);
    EXPECT_EQ(run.status, 3) << run.err;
    EXPECT_TRUE(holds(run.err, "cannot write '" + missing + "'")) << run.err;
  }
  EXPECT_FALSE(holds(nfsready({"observe", no_site, "-o", there}).err, "cannot write"));
  EXPECT_EQ(read_text(there), "old");
  const std::filesystem::directory_iterator entries(scratch.path("out"));
  EXPECT_EQ(std::distance(begin(entries), end(entries)), 1);
}

TEST(Check, AFailedReportLeavesTheOldOneAlone) {
  if (geteuid() == 0) GTEST_SKIP() << "root may write everywhere";
  const SiteCopy copy;
  std::filesystem::create_directory(copy.path("out"));
  const std::string file = copy.Scratch::write("out/r.json", "old");
  std::filesystem::permissions(copy.path("out"), std::filesystem::perms(0500));
  EXPECT_EQ(nfsready({"check", copy.site(), "--report", "json=" + file}).status, 3);
  EXPECT_EQ(read_text(file), "old");
  std::filesystem::permissions(copy.path("out"), std::filesystem::perms(0700));
}

// Renaming a new file over a device would take the device away.
TEST(Check, WritesIntoPipesDevicesAndThroughLinks) {
  const SiteCopy copy;
  std::filesystem::create_symlink("real.json", copy.path("link.json"));
  copy.Scratch::write("real.json", "old");
  EXPECT_EQ(nfsready({"check", copy.site(), "--report", "json=" + copy.path("link.json")}).status,
            0);
  EXPECT_TRUE(std::filesystem::is_symlink(copy.path("link.json")));
  EXPECT_TRUE(read_text(copy.path("real.json")).starts_with("{\"format\":1,"));

  Environment caught;
  caught.output = copy.path("stdout");
  EXPECT_EQ(nfsready({"check", copy.site(), "--report", "json=/dev/stdout"}, caught).status, 0);
  EXPECT_TRUE(read_text(caught.output).starts_with("{\"format\":1,"));
  EXPECT_TRUE(std::filesystem::is_symlink("/dev/stdout"));
  EXPECT_EQ(nfsready({"check", copy.site(), "--report", "json=/dev/null"}).status, 0);
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
}

TEST(Check, WrongReportsAreWrongUsage) {
  const SiteCopy copy;
  const std::vector<std::vector<std::string>> wrong = {
      {"--report", "yaml"},
      {"--report", "json="},
      {"--report", "text", "--report", "json"},
      {"--report", "text", "--report", "json=-"},
      {"--report", "json=" + copy.path("same"), "--report", "junit=" + copy.path("same")}};
  for (const std::vector<std::string>& reports : wrong) {
    std::vector<std::string> arguments = {"check", copy.site()};
    arguments.insert(arguments.end(), reports.begin(), reports.end());
    EXPECT_EQ(nfsready(arguments).status, 2) << reports.back();
  }
}

// --- the terminal

TEST(Check, ColoursOnlyOnATerminal) {
  const SiteCopy copy;
  Environment plain;
  EXPECT_FALSE(holds(nfsready({"check", copy.site()}, plain).out, "\x1b["));
  Environment terminal;
  terminal.terminal = true;
  terminal.variables["TERM"] = "xterm";
  EXPECT_TRUE(holds(nfsready({"check", copy.site()}, terminal).out, "\x1b[32mREADY"));
  EXPECT_FALSE(holds(nfsready({"check", copy.site(), "--report", "json"}, terminal).out, "\x1b["));
  (void)nfsready({"check", copy.site(), "--report", "text=" + copy.path("r.txt")}, terminal);
  EXPECT_TRUE(read_text(copy.path("r.txt")).ends_with("\nREADY\n"));
  terminal.variables["NO_COLOR"] = "";  // counts when it is not empty: no-color.org
  EXPECT_TRUE(holds(nfsready({"check", copy.site()}, terminal).out, "\x1b[32mREADY"));
  terminal.variables["NO_COLOR"] = "1";
  EXPECT_FALSE(holds(nfsready({"check", copy.site()}, terminal).out, "\x1b["));
  terminal.variables.erase("NO_COLOR");
  terminal.variables["TERM"] = "dumb";
  EXPECT_FALSE(holds(nfsready({"check", copy.site()}, terminal).out, "\x1b["));
}

TEST(Check, TheSameSiteGivesTheSameBytes) {
  const SiteCopy copy;
  copy.forget_pine02();
  for (const char* const format : {"text", "json", "junit"}) {
    EXPECT_EQ(nfsready({"check", copy.site(), "--report", format}).out,
              nfsready({"check", copy.site(), "--report", format}).out)
        << format;
  }
}

TEST(Check, LeavesTheSiteAlone) {
  const SiteCopy copy;
  const auto listing = [&] {
    std::string text;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(copy.site())) {
      struct stat status {};
      stat(entry.path().c_str(), &status);
      text += entry.path().string() + " " + std::to_string(status.st_mtime) + "\n";
    }
    return text;
  };
  const std::string before = listing();
  (void)nfsready({"check", copy.site()});
  (void)nfsready({"explain", copy.site(), "pine01"});
  EXPECT_EQ(listing(), before);
}

}  // namespace
}  // namespace nfsready::testing
