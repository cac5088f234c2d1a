// The program against real NFS-Ganesha servers. tests/lab/lab brings them up, plants one fault in
// them, and takes everything down; what is asserted is everything that `check --live` found.
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

struct LabCase {
  std::string name;
  std::vector<std::string> findings;  // as told by `finding_lines`
  std::string status = "1";           // of the program
};

// NOLINTNEXTLINE(readability-identifier-naming): GoogleTest looks for it
void PrintTo(const LabCase& tested, std::ostream* stream) { *stream << tested.name; }

class Lab : public ::testing::TestWithParam<LabCase> {
 protected:
  // False: this machine cannot run it, and need not.
  bool run() {
    const std::string command = std::string(NFSREADY_SOURCE_DIR "/tests/lab/lab ") +
                                GetParam().name + " " + site_.site() + " " NFSREADY_PROGRAM " " +
                                folder_.path() + " >" + folder_.path("lab.out") + " 2>" +
                                folder_.path("lab.err");
    const int status = std::system(command.c_str());
    const std::string said = result("lab.out") + result("lab.err");
    if (WEXITSTATUS(status) == kCannotRun && std::getenv("NFSREADY_LAB_REQUIRED") == nullptr) {
      reason_ = said;
      return false;
    }
    EXPECT_EQ(WIFEXITED(status) ? WEXITSTATUS(status) : -1, 0) << said;
    return true;
  }

  [[nodiscard]] std::string result(const std::string& file) const {
    return read_text(folder_.path(file));
  }

  SiteCopy site_;
  Scratch folder_;
  std::string reason_;
};

TEST_P(Lab, FindsWhatIsWrongAndLeavesNothing) {
  if (!run()) GTEST_SKIP() << "not run: " << reason_;
  EXPECT_EQ(finding_lines(result("report.json")), GetParam().findings) << result("out");
  EXPECT_EQ(result("status"), GetParam().status + "\n") << result("err");
  EXPECT_EQ(result("left"), "") << "files are left";
  EXPECT_EQ(result("mounted"), "") << "mounts are left";
}

std::string name_of(const ::testing::TestParamInfo<LabCase>& tested) {
  std::string name = tested.param.name;
  for (char& letter : name) letter = letter == '-' ? '_' : letter;
  return name;
}

INSTANTIATE_TEST_SUITE_P(
    Ganesha, Lab,
    ::testing::Values(
        LabCase{"healthy", {}, "0"},
        LabCase{"reserved-port", {"error NR507 port-refused nas:/state elm01,elm02"}},
        LabCase{"node-not-listed",
                {"error NR509 refused-against-exports nas:/install/nim/spot/hedge71/usr elm01"}},
        LabCase{"over-ipv6", {}, "0"},
        LabCase{"over-ipv6-not-listed",
                {"error NR509 refused-against-exports nas:/install/nim/spot/hedge71/usr "
                 "elm01,elm02"}},
        LabCase{"root-squashed", {"error NR604 root-squashed-live nas:/state elm01,elm02"}},
        LabCase{"read-only", {"error NR605 read-only-live nas:/state elm01,elm02"}},
        LabCase{"missing-path",
                {"error NR509 refused-against-exports nas:/install/nim/spot/hedge71/usr "
                 "elm01,elm02"}},
        LabCase{"kerberos-only", {"error NR508 flavour-refused nas:/state elm01,elm02"}},
        LabCase{"dense-paging-file",
                {"note NR607 paging-dense sn1:/install/nim/paging/forest71_paging/pine01 pine01"},
                "0"},
        LabCase{"spot-without-bin",
                {"error NR602 missing-entry nas:/install/nim/spot/hedge71/usr elm01,elm02"}},
        LabCase{"not-redirected",
                {"warning NR309 stale-copy nas elm01", "note NR611 served-file-differs nas"},
                "0"},
        LabCase{"five-thousand-exports", {}, "0"},
        LabCase{"heads-differ",
                {"warning NR808 handles-differ "
                 "nas-b:/install/nim/shared_root/hedge71_shared_root "
                 "elm01,elm02,oak01,oak02,pine01,pine02"},
                "0"},
        LabCase{"dead-server", {"error NR501 server-unreachable sn1 elm01,oak01,pine01"}},
        LabCase{"silent-server", {"error NR503 service-silent sn1 elm01,oak01,pine01"}},
        LabCase{"from-the-management-node",
                {"note NR513 not-tried  elm01,elm02,oak01,oak02,pine01,pine02"},
                "0"},
        LabCase{"no-rpcbind", {"error NR502 service-missing sn1 elm01,oak01,pine01"}},
        LabCase{"files-say-less",
                {"error NR202 node-not-listed nas:/install/nim/spot/hedge71/usr elm01",
                 "warning NR510 granted-against-exports nas:/install/nim/spot/hedge71/usr elm01"}},
        LabCase{"names-differ",
                {"warning NR505 name-differs-live sn1 elm01,oak01,pine01",
                 "note NR513 not-tried  elm01,elm02,oak01,oak02,pine01,pine02",
                 "note NR505 name-differs-live  elm02,oak02,pine02"},
                "0"},
        LabCase{"shards", {}, "0"},
        LabCase{
            "no-write", {"note NR614 write-unproved  elm01,elm02,oak01,oak02,pine01,pine02"}, "0"},
        LabCase{"reserved-ports-only",
                {"note NR513 not-tried  elm01,elm02,oak01,oak02,pine01,pine02"},
                "0"},
        LabCase{"as-node", {}, "0"},
        LabCase{"as-node-that-is-up", {"note NR513 not-tried  elm01"}, "0"},
        LabCase{"sigint-while-writing", {"no report"}, "3"},
        LabCase{"sigterm-while-writing", {"no report"}, "3"},
        LabCase{"sighup-while-writing", {"no report"}, "3"}, LabCase{"nohup", {}, "0"},
        LabCase{"kept-file-for-a-directory",
                {"error NR616 litefile-unlike-image nas:/state elm01"}},
        LabCase{"kept-below-a-file", {"error NR616 litefile-unlike-image nas:/state elm01"}},
        LabCase{"kept-with-another-mode",
                {"warning NR616 litefile-unlike-image nas:/state elm01"},
                "0"},
        LabCase{"never-booted",
                {"note NR617 persistent-not-made nas:/state elm01",
                 "note NR617 persistent-not-made nas:/state elm02"},
                "0"},
        LabCase{"copied-right", {}, "0"},
        LabCase{"copied-one-level-off",
                {"error NR702 entries-missing nas:/install/nim/spot/hedge71/usr elm01,elm02"}},
        LabCase{"compared-with-a-silent-server",
                {"warning NR712 copy-not-compared sn2 elm02,oak02,pine02"},
                "3"},
        LabCase{"copied-again", {}, "0"},
        LabCase{"copied-into-a-new-directory",
                {"warning NR712 copy-not-compared nas:/install/nim/spot/hedge71/usr elm01,elm02"},
                "3"},
        LabCase{"copied-from-one-spot-of-two",
                {"warning NR703 entries-extra sn2:/install/nim/spot/hedge71/usr elm02"}},
        LabCase{"copied-before-the-update",
                {"error NR706 version-differs nas:/install/nim/spot/hedge71/usr elm01,elm02"}},
        LabCase{"copied-from-another-node",
                {"error NR708 contents-differ nas:/install/nim/root/forest71_root/pine01 pine01"}},
        LabCase{"changed-in-its-size",
                {"error NR708 contents-differ "
                 "nas:/install/nim/shared_root/hedge71_shared_root/etc/.client_data elm01",
                 "note NR611 served-file-differs nas"}},
        LabCase{"copied-from-two-that-differ",
                {"warning NR713 client-data-conflict "
                 "sn2:/install/nim/shared_root/hedge71_shared_root/etc/.client_data elm01"}},
        LabCase{"copied-and-wiped",
                {"error NR702 entries-missing nas:/install/nim/root/forest71_root/pine02 pine02"}},
        LabCase{"copied-without-dot-files",
                {"error NR702 entries-missing nas:/install/nim/shared_root/hedge71_shared_root "
                 "elm01,elm02"}},
        LabCase{"copied-without-empty-folders",
                {"error NR702 entries-missing nas:/install/nim/root/forest71_root/pine01 pine01",
                 "error NR702 entries-missing nas:/install/nim/root/forest71_root/pine02 pine02"}},
        LabCase{"sigkill-while-writing",
                {"note NR614 write-unproved  elm01", "note NR612 probe-leftover nas:/trees/elm01",
                 "note NR612 probe-leftover nas:/state",
                 "note NR612 probe-leftover sn1:/install/nim/paging/hedge71_paging/elm01"},
                "0"},
        LabCase{"server-dies",
                {"error NR503 service-silent nas elm01", "warning NR613 probe-not-removed nas",
                 "note NR613 probe-not-removed "
                 "nas:/install/nim/shared_root/hedge71_shared_root"}}),
    name_of);

}  // namespace
}  // namespace nfsready::testing
