// Every check has its file, its page and its golden sites, and they agree.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "base/text.h"
#include "checks/registry.h"
#include "copy/running_changes.h"

namespace nfsready {

void PrintTo(const RegisteredCheck& check, std::ostream* out) { *out << check.check->info.id; }

namespace {

namespace fs = std::filesystem;

fs::path source_dir() { return NFSREADY_SOURCE_DIR; }

std::string read(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

std::string file_stem(const CheckInfo& info) {
  std::string stem = to_lower(info.id) + "_" + std::string(info.slug);
  std::replace(stem.begin(), stem.end(), '-', '_');
  return stem;
}

fs::path fixture_folder(const CheckInfo& info) {
  return source_dir() / "fixtures" / "checks" / to_lower(info.id);
}

class Registry : public ::testing::TestWithParam<RegisteredCheck> {};

TEST_P(Registry, FileIsNamedAfterIdAndSlug) {
  const RegisteredCheck& check = GetParam();
  const fs::path folder = source_dir() / "checks" / std::string(check.area);
  EXPECT_TRUE(fs::exists(folder / (file_stem(check.check->info) + ".cpp")))
      << "expected " << folder / (file_stem(check.check->info) + ".cpp");
}

TEST_P(Registry, PageHasEveryPart) {
  const CheckInfo& info = GetParam().check->info;
  const std::string page(GetParam().page);
  EXPECT_TRUE(page.starts_with("# " + std::string(info.id) + " " + std::string(info.slug) + "\n"));
  for (const char* heading : {"\n## What it finds\n", "\n## Why it stops a boot\n",
                              "\n## How to fix\n", "\n## Example\n", "\n## When it is fine\n"}) {
    EXPECT_NE(page.find(heading), std::string::npos) << heading;
  }
}

// The lines of the page's example: indented by four blanks, comments left out.
std::vector<std::string> example_lines(const std::string& page) {
  std::vector<std::string> lines;
  const std::size_t start = page.find("\n## Example\n");
  std::istringstream text(page.substr(start + 1, page.find("\n## ", start + 1) - start));
  for (std::string line; std::getline(text, line);) {
    if (line.starts_with("    ") && !trim(line).starts_with("#")) lines.emplace_back(trim(line));
  }
  return lines;
}

std::string all_text_below(const fs::path& folder) {
  std::string all;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) all += read(entry.path()) + "\n";
  }
  return all;
}

TEST_P(Registry, ExampleIsTakenFromAGoldenSite) {
  const CheckInfo& info = GetParam().check->info;
  ASSERT_TRUE(fs::exists(fixture_folder(info)));
  const std::string fixtures = all_text_below(fixture_folder(info));
  const std::vector<std::string> lines = example_lines(std::string(GetParam().page));
  EXPECT_FALSE(lines.empty()) << "the page shows no example";
  for (const std::string& line : lines) {
    EXPECT_NE(fixtures.find(line), std::string::npos) << "in no golden site: " << line;
  }
}

TEST_P(Registry, OneGoldenSiteBreaksItAndOneDoesNot) {
  const CheckInfo& info = GetParam().check->info;
  int broken = 0;
  int sound = 0;
  ASSERT_TRUE(fs::exists(fixture_folder(info))) << fixture_folder(info);
  for (const auto& folder : fs::directory_iterator(fixture_folder(info))) {
    const bool found = read(folder.path() / "expected.txt").find(info.id) != std::string::npos;
    (found ? broken : sound) += 1;
  }
  EXPECT_GE(broken, 1);
  EXPECT_GE(sound, 1);
}

std::string test_name(const ::testing::TestParamInfo<RegisteredCheck>& info) {
  return std::string(info.param.check->info.id);
}

INSTANTIATE_TEST_SUITE_P(Checks, Registry, ::testing::ValuesIn(all_checks()), test_name);

TEST(RegistryAsAWhole, IdsAndSlugsAreUniqueAndRising) {
  std::set<std::string_view> slugs;
  std::string_view last;
  for (const RegisteredCheck& check : all_checks()) {
    EXPECT_LT(last, check.check->info.id);
    EXPECT_TRUE(slugs.insert(check.check->info.slug).second) << check.check->info.slug;
    last = check.check->info.id;
  }
}

TEST(RegistryAsAWhole, EveryFixtureFolderBelongsToACheck) {
  std::set<std::string> known;
  for (const RegisteredCheck& check : all_checks()) known.insert(to_lower(check.check->info.id));
  for (const auto& entry : fs::directory_iterator(source_dir() / "fixtures" / "checks")) {
    EXPECT_EQ(known.count(entry.path().filename().string()), 1U) << entry.path();
  }
}

TEST(Pages, TellWhatARunningClusterChangesInItsCopies) {
  const auto& checks = all_checks();
  const auto missing = std::find_if(checks.begin(), checks.end(), [](const RegisteredCheck& check) {
    return check.check->info.id == "NR702";
  });
  ASSERT_NE(missing, checks.end());
  const std::string page(missing->page);
  for (const RunningChange& change : running_changes()) {
    EXPECT_NE(page.find("`" + std::string(change.pattern) + "`"), std::string::npos)
        << change.pattern;
  }
}

}  // namespace
}  // namespace nfsready
