// Every golden site gives exactly what its expected.txt says: an unlisted finding fails too.
// NFSREADY_UPDATE_GOLDEN=1 rewrites the expectations instead.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "golden/golden.h"

namespace nfsready::testing {
namespace {

class Golden : public ::testing::TestWithParam<GoldenCase> {};

TEST_P(Golden, FindsExactlyWhatIsExpected) {
  const GoldenCase& golden = GetParam();
  const std::string found = audit(files_of(golden), golden.check);
  const std::filesystem::path expected_file = std::filesystem::path(golden.folder) / "expected.txt";
  if (std::getenv("NFSREADY_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(expected_file, std::ios::binary) << found;
    return;
  }
  std::ifstream stream(expected_file, std::ios::binary);
  ASSERT_TRUE(stream) << expected_file << " is missing";
  std::stringstream expected;
  expected << stream.rdbuf();
  EXPECT_EQ(found, expected.str()) << "in " << golden.folder;
}

std::string test_name(const ::testing::TestParamInfo<GoldenCase>& info) {
  std::string name = info.param.name;
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return name;
}

// "error" is the word for what is sure to stop its nodes, and for nothing else that names nodes.
TEST_P(Golden, ErrorsAreWhatSurelyStopsNodes) {
  const std::regex stops(R"(\[(no-boot|data-loss|wrong-data|write-denied), certain\])");
  std::istringstream lines(audit(files_of(GetParam()), GetParam().check));
  for (std::string line; std::getline(lines, line);) {
    const bool error = line.starts_with("error ");
    const bool finding = error || line.starts_with("warning ") || line.starts_with("note ");
    if (!finding) continue;
    EXPECT_TRUE(!error || line.find(", certain]") != std::string::npos) << line;
    if (line.find(" nodes=") == std::string::npos) continue;
    EXPECT_EQ(error, std::regex_search(line, stops)) << line;
  }
}

INSTANTIATE_TEST_SUITE_P(Fixtures, Golden, ::testing::ValuesIn(golden_cases()), test_name);

}  // namespace
}  // namespace nfsready::testing
