// A folder includes only itself and what its row names; and nothing includes in circles.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace nfsready {
namespace {

namespace fs = std::filesystem;

const std::map<std::string, std::set<std::string>>& allowed() {
  static const std::map<std::string, std::set<std::string>> rows = {
      {"base", {}},
      {"exports", {"base"}},
      {"finding", {"base", "exports"}},
      {"snapshot", {"base", "finding"}},
      {"parse", {"base", "finding", "exports"}},
      // model: snapshot and parse where the site is built; its plain types hold parsed files
      {"model", {"base", "finding", "exports", "parse", "snapshot"}},
      {"grant", {"base", "finding", "exports", "model"}},
      {"plan", {"base", "finding", "exports", "model", "grant", "parse"}},
      {"observe", {"base", "finding", "exports", "model", "grant", "plan"}},
      {"copy", {"base", "finding", "exports", "model", "grant", "plan", "observe"}},
      // engine and checks: of observe the plain data only
      {"engine", {"base", "finding", "exports", "model", "grant", "plan", "observe"}},
      {"checks", {"base", "finding", "exports", "model", "grant", "plan", "engine", "observe"}},
      {"reports", {"base", "finding", "exports"}},
      {"cli",
       {"base", "finding", "exports", "snapshot", "parse", "model", "grant", "plan", "engine",
        "observe", "copy", "checks", "reports"}},
  };
  return rows;
}

struct Include {
  std::string file;      // "model/site.h"
  std::string included;  // "base/source.h"
};

// Files by the name they are included with: from src/ for its folders, from the top for the others.
std::vector<fs::path> source_files() {
  std::vector<fs::path> files;
  for (const char* top : {"src", "checks", "reports"}) {
    for (const auto& entry :
         fs::recursive_directory_iterator(fs::path(NFSREADY_SOURCE_DIR) / top)) {
      const std::string extension = entry.path().extension().string();
      if (extension == ".h" || extension == ".cpp") files.push_back(entry.path());
    }
  }
  return files;
}

std::string included_name(const fs::path& file) {
  const std::string path = fs::relative(file, NFSREADY_SOURCE_DIR).generic_string();
  return path.starts_with("src/") ? path.substr(4) : path;
}

std::vector<Include> all_includes() {
  const std::regex pattern("^#include \"([^\"]+)\"");
  std::vector<Include> includes;
  for (const fs::path& file : source_files()) {
    std::ifstream stream(file);
    std::smatch match;
    for (std::string line; std::getline(stream, line);) {
      if (std::regex_search(line, match, pattern)) {
        includes.push_back({included_name(file), match[1].str()});
      }
    }
  }
  return includes;
}

std::string folder_of(const std::string& file) { return file.substr(0, file.find('/')); }

TEST(Layering, FoldersIncludeOnlyWhatTheirRowNames) {
  for (const Include& include : all_includes()) {
    const std::string from = folder_of(include.file);
    const std::string to = folder_of(include.included);
    ASSERT_EQ(allowed().count(from), 1U) << "no row for the folder of " << include.file;
    EXPECT_TRUE(from == to || allowed().at(from).count(to) == 1)
        << include.file << " includes " << include.included;
  }
}

TEST(Layering, OnlyTheCommandLineAsksTheNetwork) {
  // What was seen, and what the numbers in it mean.
  const std::set<std::string> data = {"observe/observation.h", "observe/nfs_status.h"};
  for (const Include& include : all_includes()) {
    const std::string from = folder_of(include.file);
    if (folder_of(include.included) != "observe" || from == "observe" || from == "copy" ||
        from == "cli") {
      continue;
    }
    EXPECT_EQ(data.count(include.included), 1U) << include.file << " includes " << include.included;
  }
}

TEST(Layering, OnlyTheBuildOfTheSiteSeesTheSnapshot) {
  const std::set<std::string> builders = {"model/build_site.h",     "model/build_site.cpp",
                                          "model/collect_server.h", "model/collect_server.cpp",
                                          "model/parsed_file.h",    "model/parsed_file.cpp"};
  for (const Include& include : all_includes()) {
    if (folder_of(include.file) == "model" && folder_of(include.included) == "snapshot") {
      EXPECT_EQ(builders.count(include.file), 1U) << include.file;
    }
  }
}

// Depth-first search for a header that reaches itself.
bool reaches(const std::map<std::string, std::set<std::string>>& graph, const std::string& from,
             const std::string& goal, std::set<std::string>& seen) {
  const auto edges = graph.find(from);
  if (edges == graph.end()) return false;
  for (const std::string& next : edges->second) {
    if (next == goal) return true;
    if (seen.insert(next).second && reaches(graph, next, goal, seen)) return true;
  }
  return false;
}

TEST(Layering, HeadersDoNotIncludeInCircles) {
  std::map<std::string, std::set<std::string>> graph;
  for (const Include& include : all_includes()) graph[include.file].insert(include.included);
  for (const auto& [file, edges] : graph) {
    std::set<std::string> seen;
    EXPECT_FALSE(reaches(graph, file, file, seen)) << file << " includes itself";
  }
}

// A library that wraps badly is included in one place only.
TEST(Layering, EachLibraryHasItsFolder) {
  const std::map<std::string, std::set<std::string>> homes = {
      {"<csv.h>", {"parse"}},
      {"<pcre2.h>", {"base"}},
      {"<pugixml.hpp>", {"reports"}},
      {"<nfsc/libnfs.h>", {"observe"}},
      {"<nfsc/libnfs-raw.h>", {"observe"}},
      {"<rpc/rpc.h>", {"observe"}},
      {"<netlink/netlink.h>", {"observe"}},
      {"<rapidjson/writer.h>", {"reports", "observe"}},
      {"<rapidjson/document.h>", {"observe"}},
      {"<rapidjson/prettywriter.h>", {"cli"}},
      {"<archive.h>", {"copy"}},
      {"<openssl/evp.h>", {"copy"}},
      {"<boost/program_options.hpp>", {"cli"}},
  };
  for (const fs::path& file : source_files()) {
    std::ifstream stream(file);
    for (std::string line; std::getline(stream, line);) {
      for (const auto& [header, rooms] : homes) {
        if (line == "#include " + header) {
          EXPECT_EQ(rooms.count(folder_of(included_name(file))), 1U) << file;
        }
      }
    }
  }
}

}  // namespace
}  // namespace nfsready
