// `nfsready observe` against a real NFS-Ganesha. tests/lab/lab makes and removes the servers.
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <sys/wait.h>

#include "cli/program.h"

namespace nfsready::testing {
namespace {

constexpr int kCannotRun = 77;

struct LabCase {
  std::string name;
  std::vector<std::string> mounts;  // as told by `mount_line`
};

// 'answered', or the status of the server: 'status 13'.
std::string end_of(const rapidjson::Value& record, const char* step) {
  if (!record.HasMember(step)) return "-";
  const rapidjson::Value& end = record[step];
  if (end.HasMember("status")) return "status " + std::to_string(end["status"].GetInt());
  return end["reach"].GetString();
}

std::int64_t number(const rapidjson::Value& record, const char* name) {
  return record.HasMember(name) ? record[name].GetInt64() : 0;  // the format leaves out zeros
}

std::string write_line(const rapidjson::Value& record) {
  if (!record.HasMember("write")) return "-";
  const rapidjson::Value& write = record["write"];
  std::string line = end_of(write, "create");
  if (!write.HasMember("attributes")) return line;
  const rapidjson::Value& made = write["attributes"];
  line += " uid " + std::to_string(number(made, "uid"));
  line += number(made, "used") < number(made, "size") ? " sparse" : " not sparse";
  return line + " remove " + end_of(write, "remove");
}

std::string mount_line(const rapidjson::Value& record) {
  return std::string(record["path"].GetString()) + ": mnt " + end_of(record, "mnt") +
         ", reserved " + end_of(record, "reserved_getattr") + ", getattr " +
         end_of(record, "getattr") + ", write " + write_line(record) + ", umnt " +
         end_of(record, "umnt");
}

std::vector<std::string> mount_lines(const std::string& file) {
  std::ifstream lines(file);
  std::vector<std::string> found;
  for (std::string line; std::getline(lines, line);) {
    rapidjson::Document record;
    record.Parse(line.c_str(), line.size());
    if (record.HasParseError()) {
      found.push_back("not JSON: " + line);
    } else if (record["record"] == "mount") {
      found.push_back(mount_line(record));
    }
  }
  return found;
}

int run_lab(const std::string& name, const SiteCopy& site, const std::string& folder) {
  const std::string command = std::string(NFSREADY_SOURCE_DIR "/tests/lab/lab ") + name + " " +
                              site.site() + " " NFSREADY_PROGRAM " " + folder + " 2>" + folder +
                              "/lab.err";
  const int status = std::system(command.c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

class Lab : public ::testing::TestWithParam<LabCase> {};

TEST_P(Lab, SeesWhatTheServerDoesAndLeavesNothing) {
  const SiteCopy site;
  const Scratch folder;
  const int status = run_lab(GetParam().name, site, folder.path());
  const std::string said = read_text(folder.path("lab.err"));
  if (status == kCannotRun && std::getenv("NFSREADY_LAB_REQUIRED") == nullptr) {
    GTEST_SKIP() << "not run: " << said;
  }
  ASSERT_EQ(status, 0) << said;
  EXPECT_EQ(read_text(folder.path("err")), "");
  EXPECT_EQ(mount_lines(folder.path("observations.jsonl")), GetParam().mounts);
  EXPECT_EQ(read_text(folder.path("after")), "") << "the run left files";
}

// What becomes of each mount of elm01, in the order of the records.
std::vector<std::string> mounts(const std::string& state, const std::string& all,
                                const std::string& own, const std::string& images) {
  return {"/state: " + state, "/trees/all: " + all, "/trees/elm01: " + own,
          "/install/nim/shared_root/hedge71_shared_root: " + images,
          "/install/nim/spot/hedge71/usr: " + images};
}

std::vector<std::string> every_mount(const std::string& text) {
  return mounts(text, text, text, text);
}

std::string wrote(const std::string& write) {
  return "mnt answered, reserved -, getattr answered, write " + write + ", umnt answered";
}

const std::string kReads = wrote("-");
const std::string kWrites = wrote("answered uid 0 sparse remove answered");
const std::string kRefused = "mnt status 13, reserved -, getattr -, write -, umnt -";
const std::string kReservedOnly =
    "mnt answered, reserved answered, getattr denied, write -, umnt answered";
const std::string kNotAsked = "mnt -, reserved -, getattr -, write -, umnt -";

INSTANTIATE_TEST_SUITE_P(
    Ganesha, Lab,
    ::testing::Values(LabCase{"healthy", mounts(kWrites, kReads, kWrites, kReads)},
                      LabCase{"node-not-listed", every_mount(kRefused)},
                      LabCase{"root-squashed",
                              mounts(wrote("status 13"), kReads, wrote("status 13"), kReads)},
                      LabCase{"reserved-port", every_mount(kReservedOnly)},
                      LabCase{"read-only", mounts(wrote("status 30"), kReads, kWrites, kReads)},
                      LabCase{"missing-path", mounts(kRefused, kReads, kWrites, kReads)},
                      LabCase{"silent", {}}, LabCase{"sigterm-in-survey", every_mount(kNotAsked)},
                      LabCase{"sighup-in-survey", every_mount(kNotAsked)}),
    [](const auto& tested) {
      std::string name = tested.param.name;
      for (char& letter : name) letter = letter == '-' ? '_' : letter;
      return name;
    });

}  // namespace
}  // namespace nfsready::testing
