// The transcripts of the README are what the program prints for the demo's site. A block
//
//     ```console
//     $ nfsready ...
//     what it prints
//     ```
//
// is compared with the output; NFSREADY_UPDATE_GOLDEN=1 writes the output into the README.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

namespace nfsready::testing {
namespace {

namespace fs = std::filesystem;

const fs::path kTop = NFSREADY_SOURCE_DIR;

std::string output_of(const std::string& command) {
  FILE* const pipe = popen(command.c_str(), "r");
  std::string output;
  std::array<char, 4096> buffer{};
  while (const std::size_t got = fread(buffer.data(), 1, buffer.size(), pipe)) {
    output.append(buffer.data(), got);
  }
  pclose(pipe);
  return output;
}

std::string read(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

// The README with every transcript as the program prints it now.
std::string with_transcripts(const std::string& readme, const fs::path& folder) {
  std::string result;
  std::istringstream lines(readme);
  std::string command;
  for (std::string line; std::getline(lines, line);) {
    const bool transcript = !command.empty();
    if (transcript && line != "```") continue;
    if (transcript) {
      result += output_of("cd '" + folder.string() + "' && PATH='" +
                          fs::path(NFSREADY_PROGRAM).parent_path().string() + "':$PATH " +
                          command.substr(2));
      command.clear();
    }
    result += line + '\n';
    if (line.starts_with("$ nfsready ")) command = line;
  }
  return result;
}

TEST(Readme, TranscriptsAreReal) {
  const fs::path folder = fs::path(::testing::TempDir()) / "nfsready-readme";
  fs::remove_all(folder);
  fs::create_directories(folder);
  fs::copy(kTop / "fixtures/sites/trees", folder / "site", fs::copy_options::recursive);
  fs::remove(folder / "site/expected.txt");
  ASSERT_EQ(std::system(("'" + (kTop / "fixtures/mistakes").string() + "' '" +
                         (folder / "site").string() + "'")
                            .c_str()),
            0);
  const std::string readme = read(kTop / "README.md");
  const std::string real = with_transcripts(readme, folder);
  fs::remove_all(folder);
  if (std::getenv("NFSREADY_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(kTop / "README.md", std::ios::binary) << real;
    return;
  }
  EXPECT_EQ(readme, real);
}

// The format of the observations is documented whole.
TEST(Readme, NamesEveryKeyOfAnObservation) {
  const std::string fields = read(kTop / "src/observe/observation_fields.h");
  const std::string readme = read(kTop / "README.md");
  const std::regex key("archive\\(\"(\\w+)\"");
  std::size_t keys = 0;
  for (std::sregex_iterator found(fields.begin(), fields.end(), key), end; found != end; ++found) {
    ++keys;
    EXPECT_NE(readme.find('`' + found->str(1) + '`'), std::string::npos) << found->str(1);
  }
  EXPECT_GT(keys, 50U);
}

}  // namespace
}  // namespace nfsready::testing
