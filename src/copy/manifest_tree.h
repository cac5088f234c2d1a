// The tree that a manifest lists: told in any order, handed out in that of Tree.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "copy/kept_texts.h"
#include "copy/tree.h"

namespace nfsready {

// Keeps about sixty bytes of an entry, until it is handed out, and its name.
class ManifestTree : public Tree {
 public:
  ManifestTree();

  // `path` lies below the root, without slashes at its ends; empty: the root itself. Directories
  // above it that are never told are implied. The entry's own name does not count.
  void add(std::string_view path, const Entry& entry);

  // Of the directory at `path`; the first one is kept.
  void add_trouble(std::string_view path, std::string words);

  // To be called once, when all is told. `keywords` are those of ManifestKeyword that are used:
  // what was told under others is not known.
  void finish(unsigned keywords);

  [[nodiscard]] const Entry& root() const override { return root_; }
  [[nodiscard]] std::optional<Listing> next() override;
  [[nodiscard]] std::uint64_t left() const override { return order_.size() - position_; }

  // Names of directories that were looked up: what telling a deep tree costs.
  [[nodiscard]] std::uint64_t lookups() const { return lookups_; }

 private:
  struct Record {
    const char* text = nullptr;  // name, link target and digest, one after the other
    std::uint64_t size_or_device = 0;
    std::int64_t mtime = 0;
    std::uint64_t id = 0;
    std::uint32_t directory = 0;  // of directories_; when all is told: its place in order_
    std::uint32_t uid = 0;
    std::uint32_t gid = 0;
    std::uint32_t links = 0;  // 0: not known
    std::uint16_t name_length = 0;
    std::uint16_t target_length = 0;
    std::uint16_t mode = 0;
    EntryType type = EntryType::kFile;
    bool has_size : 1 = false;
    bool has_mtime : 1 = false;
    bool has_digest : 1 = false;
    bool is_implied : 1 = false;  // only by what lies below it
    bool has_sparse : 1 = false;
    bool is_sparse : 1 = false;

    [[nodiscard]] std::string_view name() const { return {text, name_length}; }
  };
  // That has entries, or is in trouble.
  struct Directory {
    std::uint32_t above = 0;
    std::string_view name;
    bool is_told = false;
  };
  // A directory on a path, and where its name ends there.
  struct Step {
    std::uint32_t directory = 0;
    std::size_t end = 0;
  };

  std::uint32_t directory_at(std::string_view path);
  std::uint32_t directory_in(std::uint32_t above, std::string_view name);
  void imply_directories();
  void put_in_order();
  const std::string& come_to(std::uint32_t directory);
  [[nodiscard]] Entry to_entry(const Record& record) const;

  KeptTexts texts_;
  std::deque<Record> records_;          // that were not handed out
  std::vector<Directory> directories_;  // the first is the root
  std::map<std::pair<std::uint32_t, std::string_view>, std::uint32_t> below_;
  std::uint64_t lookups_ = 0;
  std::string told_path_;                          // of the last directory that was told
  std::vector<Step> told_steps_;                   // of it, without the root
  std::map<std::uint32_t, std::string> troubles_;  // by directory
  unsigned keywords_ = 0;
  Record own_;  // of the root
  bool has_own_ = false;
  Entry root_;
  std::vector<std::uint32_t> order_;
  std::size_t position_ = 0;  // in it
  std::string path_;          // of the directory that was handed out last
  std::vector<Step> steps_;   // of it, without the root
};

}  // namespace nfsready
