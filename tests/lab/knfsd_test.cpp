// The program against a real Linux kernel server. tests/lab/knfsd/lab boots it once, plants one
// fault after the other in it, and takes it down; what is asserted is everything that `check
// --live` found.
#include <gtest/gtest.h>

#include <cstdlib>
#include <ostream>
#include <string>
#include <vector>

#include <sys/wait.h>

#include "cli/program.h"
#include "lab/finding_lines.h"

namespace nfsready::testing {
namespace {

constexpr int kCannotRun = 77;

struct KernelCase {
  std::string name;
  std::vector<std::string> findings;  // as told by `finding_lines`
  std::string status = "1";           // of the program
};

// NOLINTNEXTLINE(readability-identifier-naming): GoogleTest looks for it
void PrintTo(const KernelCase& tested, std::ostream* stream) { *stream << tested.name; }

const std::vector<KernelCase>& kernel_cases() {
  static const std::vector<KernelCase> cases = {
      {"healthy", {}, "0"},
      {"reserved-port", {"error NR507 port-refused nas:/state elm01,elm02"}},
      {"node-not-listed",
       {"error NR509 refused-against-exports nas:/install/nim/spot/hedge71/usr elm01"}},
      {"in-no-list", {"error NR509 refused-against-exports nas elm01,elm02"}},
      {"root-squashed", {"error NR604 root-squashed-live nas:/state elm01,elm02"}},
      {"root-squashed-without-writing",
       {"warning NR605 read-only-live nas:/state elm01,elm02",
        "note NR614 write-unproved  elm01,elm02,oak01,oak02,pine01,pine02"},
       "0"},
      {"read-only", {"error NR605 read-only-live nas:/state elm01,elm02"}},
      {"read-only-without-writing",
       {"warning NR605 read-only-live nas:/state elm01,elm02",
        "note NR614 write-unproved  elm01,elm02,oak01,oak02,pine01,pine02"},
       "0"},
      {"kerberos-only", {"error NR508 flavour-refused nas:/state elm01,elm02"}},
      {"missing-path",
       {"error NR509 refused-against-exports nas:/install/nim/spot/hedge71/usr elm01,elm02"}},
      {"missing-directory",
       {"error NR506 mount-refused nas:/install/nim/spot/hedge71/usr elm01,elm02"}},
      {"dense-paging-file",
       {"note NR607 paging-dense sn1:/install/nim/paging/forest71_paging/pine01 pine01"},
       "0"},
      {"heads-differ",
       {"warning NR808 handles-differ nas-b:/install/nim/shared_root/hedge71_shared_root "
        "elm01,elm02,oak01,oak02,pine01,pine02"},
       "0"},
      {"heads-without-fsid", {}, "0"},
      {"one-head-without-fsid",
       {"warning NR808 handles-differ nas-b:/install/nim/shared_root/hedge71_shared_root "
        "elm01,elm02,oak01,oak02,pine01,pine02"},
       "0"},
      {"nfsd-stopped",
       {"error NR502 service-missing nas elm01,elm02,oak01,oak02,pine01,pine02",
        "error NR502 service-missing nas-b elm01,elm02,oak01,oak02,pine01,pine02"}},
      {"mountd-stopped",
       {"error NR502 service-missing nas elm01,elm02,oak01,oak02,pine01,pine02",
        "error NR502 service-missing nas-b elm01,elm02,oak01,oak02,pine01,pine02"}},
      {"mountd-silent",
       {"error NR503 service-silent nas elm01,elm02,oak01,oak02,pine01,pine02",
        "error NR503 service-silent nas-b elm01,elm02,oak01,oak02,pine01,pine02"}},
      {"packet-loss", {}, "0"},
      {"five-thousand-exports", {}, "0"},
      {"sigterm-while-writing", {"no report"}, "3"},
      {"sigkill-while-writing",
       {"note NR614 write-unproved  elm01", "note NR612 probe-leftover nas:/trees/elm01",
        "note NR612 probe-leftover nas:/state",
        "note NR612 probe-leftover sn1:/install/nim/paging/hedge71_paging/elm01"},
       "0"},
      {"from-the-management-node",
       {"note NR513 not-tried  elm01,elm02,oak01,oak02,pine01,pine02"},
       "0"},
  };
  return cases;
}

// One boot, and every case on it.
class KernelRun {
 public:
  KernelRun() {
    std::string command = std::string(NFSREADY_SOURCE_DIR "/tests/lab/knfsd/lab ") + site_.site() +
                          " " NFSREADY_PROGRAM " " + folder_.path();
    for (const KernelCase& tested : kernel_cases()) command += " " + tested.name;
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

 private:
  SiteCopy site_;
  Scratch folder_;
  int status_ = -1;
};

const KernelRun& the_run() {
  static const KernelRun run;
  return run;
}

class KernelLab : public ::testing::TestWithParam<KernelCase> {};

TEST_P(KernelLab, FindsWhatIsWrongAndLeavesNothing) {
  const KernelRun& run = the_run();
  if (run.is_excused()) GTEST_SKIP() << "not run: " << run.said();
  ASSERT_EQ(run.status(), 0) << run.said();
  const std::string results = GetParam().name + "/";
  EXPECT_EQ(finding_lines(run.result(results + "report.json")), GetParam().findings)
      << run.result(results + "out");
  EXPECT_EQ(run.result(results + "status"), GetParam().status + "\n")
      << run.result(results + "err");
  EXPECT_EQ(run.result(results + "left"), "") << "files are left";
  EXPECT_EQ(run.result(results + "mounted"), "") << "mounts are left";
}

std::string name_of(const ::testing::TestParamInfo<KernelCase>& tested) {
  std::string name = tested.param.name;
  for (char& letter : name) letter = letter == '-' ? '_' : letter;
  return name;
}

INSTANTIATE_TEST_SUITE_P(Linux, KernelLab, ::testing::ValuesIn(kernel_cases()), name_of);

}  // namespace
}  // namespace nfsready::testing
