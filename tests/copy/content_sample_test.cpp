#include "copy/content_sample.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace nfsready::testing {
namespace {

FilePair file(const std::string& path, std::uint64_t size) {
  FilePair pair;
  pair.path = path;
  pair.size = size;
  return pair;
}

// Twenty directories with a hundred files of 1 to 100,000 bytes.
ContentSample filled(std::uint64_t seed, std::uint64_t limit) {
  ContentSample sample(seed, limit);
  for (int directory = 10; directory < 30; ++directory) {
    std::uint64_t size = 1;
    for (int i = 100; i < 200; ++i) {
      sample.add(file("d" + std::to_string(directory) + "/f" + std::to_string(i), size));
      size = size * 7 % 100'003;
    }
  }
  return sample;
}

TEST(ContentSample, HoldsEveryDirectoryAndEveryClassOfSize) {
  std::set<std::string> directories;
  std::set<int> classes;
  for (const FilePair& pair : filled(1, 20'000'000).take()) {
    directories.insert(pair.path.substr(0, 3));
    classes.insert(static_cast<int>(std::to_string(pair.size).size()));
  }
  EXPECT_EQ(directories.size(), 20U);
  EXPECT_EQ(classes, (std::set<int>{1, 2, 3, 4, 5}));
}

TEST(ContentSample, KeepsTheLimit) {
  for (const std::uint64_t limit : {1U, 1000U, 500'000U}) {
    std::uint64_t bytes = 0;
    for (const FilePair& pair : filled(1, limit).take()) bytes += pair.size;
    EXPECT_LE(bytes, limit);
    EXPECT_GT(bytes, 0U);
  }
}

TEST(ContentSample, IsTheSameForOneSeedAndAnotherForAnother) {
  const auto paths = [](std::uint64_t seed) {
    std::vector<std::string> all;
    for (const FilePair& pair : filled(seed, 300'000).take()) all.push_back(pair.path);
    return all;
  };
  EXPECT_EQ(paths(1), paths(1));
  EXPECT_NE(paths(1), paths(2));
}

}  // namespace
}  // namespace nfsready::testing
