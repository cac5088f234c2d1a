#include "bench/tree_walks.h"

#include <nfsc/libnfs.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <string_view>
#include <vector>

#include "copy/nfs_tree.h"

namespace nfsready::bench {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint16_t kMountPort = 20048;
constexpr std::uint16_t kNfsPort = 2049;
constexpr std::uint32_t kDirectory = 2;
constexpr std::uint32_t kLink = 5;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

class OneByOne {
 public:
  explicit OneByOne(nfs_context* context) : context_(context) {}

  std::uint64_t walk() {
    std::vector<std::string> directories = {"/"};
    while (!directories.empty()) {
      const std::string directory = std::move(directories.back());
      directories.pop_back();
      list(directory, directories);
    }
    return names_;
  }

 private:
  void list(const std::string& directory, std::vector<std::string>& below) {
    nfsdir* listing = nullptr;
    if (nfs_opendir(context_, directory.c_str(), &listing) != 0) return;
    while (const nfsdirent* const entry = nfs_readdir(context_, listing)) {
      const std::string_view name = entry->name;
      if (name == "." || name == "..") continue;
      ++names_;
      const std::string path = directory + entry->name;
      if (entry->type == kDirectory) below.push_back(path + "/");
      if (entry->type == kLink) read_link(path);
    }
    nfs_closedir(context_, listing);
  }

  void read_link(const std::string& path) {
    std::array<char, 4096> target{};
    if (nfs_readlink(context_, path.c_str(), target.data(), target.size()) != 0) {
      std::fprintf(stderr, "nfs_readlink: %s\n", nfs_get_error(context_));
    }
  }

  nfs_context* context_;
  std::uint64_t names_ = 0;
};

}  // namespace

TreeWalk walk_tree(const Address& server, const std::string& path) {
  NfsPlace place;
  place.address = server;
  place.mount_port = kMountPort;
  place.nfs_port = kNfsPort;
  place.path = path;
  place.machine = "bench";
  const auto start = Clock::now();
  TreeWalk walk;
  NoTree why;
  const auto tree = NfsTree::open(place, {}, nullptr, nullptr, why);
  if (!tree) {
    std::fprintf(stderr, "%s\n", why.words.c_str());
    return walk;
  }
  while (const auto listing = tree->next()) walk.names += listing->entries.size();
  walk.seconds = seconds_since(start);
  return walk;
}

TreeWalk walk_one_by_one(const std::string& server, const std::string& path) {
  TreeWalk walk;
  nfs_context* const context = nfs_init_context();
  if (nfs_mount(context, server.c_str(), path.c_str()) != 0) {
    std::fprintf(stderr, "nfs_mount: %s\n", nfs_get_error(context));
  } else {
    const auto start = Clock::now();
    walk.names = OneByOne(context).walk();
    walk.seconds = seconds_since(start);
  }
  nfs_destroy_context(context);
  return walk;
}

}  // namespace nfsready::bench
