// What lies in a folder is read or told, and nothing outside of it is touched.
#include "snapshot/disk_reader.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <thread>

namespace nfsready {
namespace {

namespace fs = std::filesystem;

bool everything(std::string_view) { return true; }
bool nothing(std::string_view) { return false; }

class DiskReaderTest : public ::testing::Test {
 protected:
  DiskReaderTest() {
    std::string name = (fs::temp_directory_path() / "nfsready-test-XXXXXX").string();
    EXPECT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  ~DiskReaderTest() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  void write(const std::string& path, const std::string& text) const {
    fs::create_directories((folder_ / path).parent_path());
    std::ofstream(folder_ / path, std::ios::binary) << text;
  }

  // By path; "!" and the reason for what could not be read, "-" for what was not wanted.
  [[nodiscard]] std::map<std::string, std::string> read(
      bool (*wanted)(std::string_view) = everything) const {
    const auto files = DiskReader(folder_.string()).read_all(wanted);
    EXPECT_TRUE(files);
    std::map<std::string, std::string> found;
    if (!files) return found;
    const auto by_path = [](const InputFile& a, const InputFile& b) { return a.path < b.path; };
    EXPECT_TRUE(std::is_sorted(files.value().begin(), files.value().end(), by_path));
    for (const InputFile& file : files.value()) {
      EXPECT_EQ(found.count(file.path), 0U) << file.path << " is there twice";
      found[file.path] = !file.unreadable.empty() ? "!" + file.unreadable
                         : file.text == nullptr   ? "-"
                                                  : *file.text;
    }
    return found;
  }

  fs::path folder_;
};

using Found = std::map<std::string, std::string>;

TEST_F(DiskReaderTest, ReadsFilesOfEverySize) {
  const std::string large(100'000, 'x');
  write("empty", "");
  write("a/small", "text\n");
  write("a/b/large", large);
  write("a/b/buffer", std::string(16384, 'y'));
  EXPECT_EQ(read(), (Found{{"empty", ""},
                           {"a/small", "text\n"},
                           {"a/b/large", large},
                           {"a/b/buffer", std::string(16384, 'y')}}));
}

TEST_F(DiskReaderTest, NamesWhatIsNotWanted) {
  write("a/file", "text");
  EXPECT_EQ(read(nothing), (Found{{"a/file", "-"}}));
}

TEST_F(DiskReaderTest, AnEmptyFolderHasNoFiles) { EXPECT_EQ(read(), Found{}); }

TEST_F(DiskReaderTest, FollowsNoSymbolicLink) {
  write("real", "text");
  fs::create_symlink("real", folder_ / "link");
  fs::create_symlink("/etc/passwd", folder_ / "outside");
  fs::create_symlink("nowhere", folder_ / "dangling");
  fs::create_directory_symlink("/etc", folder_ / "folder");
  fs::create_directory_symlink(".", folder_ / "loop");
  const Found found = read();
  EXPECT_EQ(found.at("real"), "text");
  EXPECT_EQ(found.size(), 6U);
  for (const char* const link : {"link", "outside", "dangling", "folder", "loop"}) {
    EXPECT_TRUE(found.at(link).starts_with("!is a symbolic link")) << found.at(link);
  }
}

TEST_F(DiskReaderTest, TheFolderItselfMayBeALink) {
  write("site/file", "text");
  fs::create_directory_symlink("site", folder_ / "link");
  const auto files = DiskReader((folder_ / "link").string()).read_all(everything);
  ASSERT_TRUE(files);
  EXPECT_EQ(files.value().size(), 1U);
}

TEST_F(DiskReaderTest, WaitsForNoPipeAndOpensNoDevice) {
  ASSERT_EQ(mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(read(), (Found{{"pipe", "!is not a regular file"}}));
}

TEST_F(DiskReaderTest, TellsWhatMayNotBeRead) {
  if (geteuid() == 0) GTEST_SKIP() << "root may read everything";
  write("secret", "text");
  write("closed/file", "text");
  write("open", "text");
  fs::permissions(folder_ / "secret", fs::perms::none);
  fs::permissions(folder_ / "closed", fs::perms::none);
  const Found found = read();
  fs::permissions(folder_ / "closed", fs::perms::owner_all);
  EXPECT_EQ(found, (Found{{"secret", "!Permission denied"},
                          {"closed", "!Permission denied"},
                          {"open", "text"}}));
}

TEST_F(DiskReaderTest, ReadsDeepTrees) {
  std::string path;
  for (int i = 0; i < 200; ++i) path += "d" + std::to_string(i) + "/";
  write(path + "file", "deep");
  write(path + "other", "down");
  write("d0/d1/near", "near");
  EXPECT_EQ(read(),
            (Found{{path + "file", "deep"}, {path + "other", "down"}, {"d0/d1/near", "near"}}));
}

TEST_F(DiskReaderTest, ReadsManyFilesOfOneDirectory) {
  Found expected;
  for (int i = 0; i < 5'000; ++i) {
    const std::string name = "many/" + std::to_string(i);
    write(name, std::to_string(i));
    expected[name] = std::to_string(i);
  }
  EXPECT_EQ(read(), expected);
}

TEST_F(DiskReaderTest, ReadsManyDirectories) {
  Found expected;
  for (int i = 0; i < 600; ++i) {
    const std::string name = "servers/s/root/n" + std::to_string(i) + "/etc/hosts";
    write(name, std::to_string(i));
    expected[name] = std::to_string(i);
  }
  EXPECT_EQ(read(), expected);
}

TEST_F(DiskReaderTest, TakesOddNames) {
  for (const char* const name : {" ", "-n", "a\nb", "\xff\xfe", "caf\xe9", "\x1b[31m", "*", "a:b",
                                 "\xf0\x9f\x8c\xb2", "...", ".hidden"}) {
    write("d/" + std::string(name), name);
    EXPECT_EQ(read()["d/" + std::string(name)], name);
  }
}

// A checked-out repository has its history beside the site.
TEST_F(DiskReaderTest, PassesOverHiddenFoldersOfTheTopOnly) {
  write(".git/config", "text");
  write("servers/s/.hidden/file", "text");
  EXPECT_EQ(read(), (Found{{"servers/s/.hidden/file", "text"}}));
}

TEST_F(DiskReaderTest, FilesOfEqualContentShareIt) {
  write("a", std::string(10'000, 'x'));
  write("b", std::string(10'000, 'x'));
  write("c", std::string(10'000, 'y'));
  const auto files = DiskReader(folder_.string()).read_all(everything);
  ASSERT_TRUE(files);
  EXPECT_EQ(files.value()[0].text, files.value()[1].text);
  EXPECT_NE(files.value()[0].text, files.value()[2].text);
}

TEST_F(DiskReaderTest, WhatIsNoFolderIsAnError) {
  write("file", "text");
  const auto missing = DiskReader((folder_ / "missing").string()).read_all(everything);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().message, "cannot read the folder '" + (folder_ / "missing").string() +
                                         "': No such file or directory");
  const auto file = DiskReader((folder_ / "file").string()).read_all(everything);
  ASSERT_FALSE(file);
  EXPECT_NE(file.error().message.find("Not a directory"), std::string::npos);
}

TEST_F(DiskReaderTest, ReadsOneFileByName) {
  write("file", "text");
  const auto text = read_file((folder_ / "file").string());
  ASSERT_TRUE(text);
  EXPECT_EQ(text.value(), "text");
  EXPECT_FALSE(read_file((folder_ / "missing").string()));
  EXPECT_FALSE(read_file(folder_.string()));
}

// A pipe holds less than that: it is handed out in parts.
TEST_F(DiskReaderTest, ReadsAPipeToItsEnd) {
  const std::string pipe = (folder_ / "pipe").string();
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  const std::string text(300000, 'x');
  std::thread writer([&] { std::ofstream(pipe) << text; });
  const auto read = read_file(pipe);
  writer.join();
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read.value(), text);
}

}  // namespace
}  // namespace nfsready
