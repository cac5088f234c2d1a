// Trees on real NFS-Ganesha servers, compared with copies in which one difference is planted.
// tests/lab/copies/lab brings the servers up once, and takes them down; what is asserted is
// everything that `compare` told.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include <sys/wait.h>

#include "cli/program.h"
#include "lab/finding_lines.h"

namespace nfsready::testing {
namespace {

constexpr int kCannotRun = 77;

// What rsync says to the same trees.
enum class Rsync : std::uint8_t {
  kTheSame,
  kOtherwise,  // less, for it reads no contents, no holes, and as root; or it tells more letters
};

struct CopyCase {
  std::string name;
  std::vector<std::string> list;
  std::vector<std::string> findings;  // the first words of what `finding_lines` tells
  std::string status = "1";           // of the program
  Rsync rsync = Rsync::kTheSame;
};

// NOLINTNEXTLINE(readability-identifier-naming): GoogleTest looks for it
void PrintTo(const CopyCase& tested, std::ostream* stream) { *stream << tested.name; }

constexpr const char* kMissing = "error NR702 entries-missing";
constexpr const char* kReplaced = "error NR709 entry-replaced";
constexpr const char* kNotCompared = "error NR712 copy-not-compared";

std::string at_the_bottom() {
  std::string path = "deep/";
  for (int i = 1; i < 200; ++i) path += "d/";
  return path + "bottom";
}

std::vector<CopyCase> faithful_copies() {
  return {
      {"faithful-rsync", {}, {}, "0"}, {"faithful-tar", {}, {}, "0"}, {"faithful-pax", {}, {}, "0"},
      {"faithful-cp", {}, {}, "0"},    {"list-tree", {}, {}, "0"},    {"copied-again", {}, {}, "0"},
  };
}

std::vector<CopyCase> planted_in_attributes() {
  return {
      {"mode", {".f...p..... bin/program7"}, {"warning NR704 mode-lost"}},
      {"setuid-lost", {".f...p..... bin/su"}, {"error NR704 mode-lost"}},
      {"sticky-lost", {".d...p..... tmp/"}, {"error NR704 mode-lost"}},
      {"copied-without-p",
       {".f...p..... bin/su", ".f...p..... bin/write"},
       {"error NR704 mode-lost"}},
      {"owner", {".f....og... bin/program9"}, {"error NR705 owner-changed"}},
      {"size", {">f.s....... lib/libm.a"}, {"error NR706 version-differs"}},
      {"time", {">f..t...... lib/libm.a"}, {"warning NR707 time-lost"}},
      {"device", {"cDc........ dev/null"}, {kReplaced}, "1", Rsync::kOtherwise},
      {"large-device", {"cDc........ dev/large"}, {kReplaced}, "1", Rsync::kOtherwise},
      {"link-target", {"cLc........ bin/sh -> ksh"}, {kReplaced}, "1", Rsync::kOtherwise},
      {"loop", {"cLc........ loop -> ."}, {kReplaced}, "1", Rsync::kOtherwise},
  };
}

std::vector<CopyCase> planted_in_names() {
  return {
      {"missing", {">f+++++++++ bin/program200"}, {kMissing}},
      {"empty-folder", {"cd+++++++++ names/empty/"}, {kMissing}},
      {"extra", {"*deleting   lib/extra.a"}, {"note NR703 entries-extra"}, "0"},
      {"tar-without-sockets", {"cS+++++++++ socket"}, {kMissing}},
      {"file-to-folder", {">f+++++++++ bin/program1"}, {kReplaced}},
      {"link-to-file", {"cL+++++++++ bin/sh -> ksh"}, {kReplaced}},
      {"fifo-to-socket", {"cS+++++++++ dev/fifo"}, {kReplaced}, "1", Rsync::kOtherwise},
      {"hard-link-broken",
       {"hf......... bin/edit", "hf......... bin/ex", "hf......... bin/vi", "hf......... bin/view"},
       {"note NR710 hard-links-broken"},
       "0",
       Rsync::kOtherwise},
      {"latin1", {">f+++++++++ names/caf\\#351"}, {kMissing}},
      {"latin1-to-utf8",
       {"*deleting   names/caf\\#303\\#251", ">f+++++++++ names/caf\\#351"},
       {kMissing, "note NR703 entries-extra"}},
      {"newline", {".f...p..... names/two\\#012lines"}, {"warning NR704 mode-lost"}},
      {"other-names",
       {".f...p..... names/*", ".f...p..... names/-rf", ".f...p..... names/.hidden",
        ".f...p..... names/back\\slash"},
       {"warning NR704 mode-lost"}},
      {"many-files", {">f+++++++++ 77777"}, {kMissing}},
      {"deep", {">f+++++++++ " + at_the_bottom()}, {kMissing}},
  };
}

std::vector<CopyCase> planted_in_contents() {
  return {
      {"contents",
       {">fc........ lib/libm.a"},
       {"error NR708 contents-differ"},
       "1",
       Rsync::kOtherwise},
      {"contents-unread", {}, {}, "0"},
      {"sparse-lost",
       {"*dense      sparse/one"},
       {"warning NR711 sparse-lost"},
       "1",
       Rsync::kOtherwise},
      {"shifted-hole",
       {">fc........ sparse/one"},
       {"error NR708 contents-differ"},
       "1",
       Rsync::kOtherwise},
  };
}

std::vector<CopyCase> what_happens_meanwhile() {
  return {
      {"unreadable",
       {"*unread     private: the copy: 13 access denied"},
       {kNotCompared},
       "3",
       Rsync::kOtherwise},
      {"changing",
       {"*changing   file: the copy changed while it was read"},
       {kNotCompared},
       "3",
       Rsync::kOtherwise},
      {"server-restarted", {">f+++++++++ 77777"}, {kMissing}},
  };
}

const std::vector<CopyCase>& copy_cases() {
  static const std::vector<CopyCase> all = [] {
    std::vector<CopyCase> cases;
    for (const auto& some : {faithful_copies(), planted_in_attributes(), planted_in_names(),
                             planted_in_contents(), what_happens_meanwhile()}) {
      cases.insert(cases.end(), some.begin(), some.end());
    }
    return cases;
  }();
  return all;
}

// One start of the servers, and every case on it.
class CopyRun {
 public:
  CopyRun() {
    std::string command = std::string(NFSREADY_SOURCE_DIR "/tests/lab/copies/lab ") + site_.site() +
                          " " NFSREADY_PROGRAM " " + folder_.path();
    command += " interrupted interrupted-manifest";  // before a server loses its log
    for (const CopyCase& tested : copy_cases()) command += " " + tested.name;
    command += " >" + folder_.path("lab.out") + " 2>" + folder_.path("lab.err");
    const int status = std::system(command.c_str());
    status_ = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  [[nodiscard]] int status() const { return status_; }

  // This machine cannot run it, and need not.
  [[nodiscard]] bool is_excused() const {
    return status_ == kCannotRun && std::getenv("NFSREADY_LAB_REQUIRED") == nullptr;
  }

  [[nodiscard]] std::string said() const { return result("lab.out") + result("lab.err"); }

  [[nodiscard]] std::string result(const std::string& file) const {
    return read_text(folder_.path(file));
  }

  [[nodiscard]] std::vector<std::string> lines(const std::string& file) const {
    std::istringstream text(result(file));
    std::vector<std::string> all;
    for (std::string line; std::getline(text, line);) all.push_back(line);
    return all;
  }

 private:
  SiteCopy site_;
  Scratch folder_;
  int status_ = -1;
};

const CopyRun& the_run() {
  static const CopyRun run;
  return run;
}

// "error NR702 entries-missing"; no node is named where two trees are compared.
std::vector<std::string> without_places(std::vector<std::string> findings) {
  for (std::string& finding : findings) {
    std::size_t end = 0;
    for (int words = 0; words < 3 && end != std::string::npos; ++words) {
      end = finding.find(' ', end + 1);
    }
    finding = finding.substr(0, end);
  }
  return findings;
}

std::vector<std::string> sorted(std::vector<std::string> lines) {
  std::sort(lines.begin(), lines.end());
  return lines;
}

class CopyLab : public ::testing::TestWithParam<CopyCase> {};

TEST_P(CopyLab, FindsWhatWasPlantedAndNothingElse) {
  const CopyRun& run = the_run();
  if (run.is_excused()) GTEST_SKIP() << "not run: " << run.said();
  ASSERT_EQ(run.status(), 0) << run.said();
  const CopyCase& tested = GetParam();
  const std::string results = tested.name + "/";
  EXPECT_EQ(run.lines(results + "list"), tested.list);
  EXPECT_EQ(without_places(finding_lines(run.result(results + "report.json"))), tested.findings)
      << run.result(results + "report.json");
  EXPECT_EQ(run.result(results + "status"), tested.status + "\n") << run.result(results + "err");
  if (tested.rsync == Rsync::kOtherwise) return;
  EXPECT_EQ(sorted(run.lines(results + "rsync")), sorted(tested.list));
}

class InterruptedCopyLab : public ::testing::TestWithParam<const char*> {};

TEST_P(InterruptedCopyLab, GivesItsMountsBackAndLeavesTheOlderFile) {
  const CopyRun& run = the_run();
  if (run.is_excused()) GTEST_SKIP() << "not run: " << run.said();
  ASSERT_EQ(run.status(), 0) << run.said();
  const std::string results = std::string(GetParam()) + "/";
  EXPECT_NE(run.result(results + "held"), "");
  EXPECT_EQ(run.result(results + "mounted"), "");
  EXPECT_EQ(run.result(results + "listed"), "of yesterday\n");
  EXPECT_EQ(run.result(results + "status"), "3\n");
  const std::string words = run.result(results + "err");
  EXPECT_TRUE(holds(words, "interrupted: the tree")) << words;
}

INSTANTIATE_TEST_SUITE_P(Ganesha, InterruptedCopyLab,
                         ::testing::Values("interrupted", "interrupted-manifest"));

std::string name_of(const ::testing::TestParamInfo<CopyCase>& tested) {
  std::string name = tested.param.name;
  for (char& letter : name) letter = letter == '-' ? '_' : letter;
  return name;
}

INSTANTIATE_TEST_SUITE_P(Ganesha, CopyLab, ::testing::ValuesIn(copy_cases()), name_of);

}  // namespace
}  // namespace nfsready::testing
