// A manifest in pieces that mean the same each by itself, for a reader that keeps in memory what it
// reads.
#pragma once

#include <cstdint>
#include <functional>
#include <istream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace nfsready {

// Keywords that a manifest uses somewhere: libarchive does not say whether it was told a mode, an
// owner, a size or a type. Its own reading of hexadecimal numbers stops at letters (3.6.2): device
// numbers that are written so are not known either.
enum ManifestKeyword : unsigned {
  kModeKeyword = 1,
  kUidKeyword = 2,
  kGidKeyword = 4,
  kTypeKeyword = 8,
  kSizeKeyword = 16,
  kHexDeviceKeyword = 32,
};

// A directory that whoever wrote the manifest could not list, or not to its end. It stands in a
// comment, so that no other reader minds: "# not whole: ./usr/lpp 13 access denied", where the path
// is escaped as names are.
struct NotWhole {
  std::string path;  // below the root; empty: the root itself
  std::string words;
};
[[nodiscard]] std::string comment_of(const NotWhole& told);

class ManifestLines {
 public:
  explicit ManifestLines(std::istream& in);

  // The next lines, about a megabyte, with what they inherit: defaults (/set) are told again, and
  // names that are relative to the directory before them with their whole path. Empty: there are
  // no more. An error is what no manifest holds, or deeper than any system names a file. A last
  // line without an end is not taken: whoever wrote it was stopped, and none of it is whole.
  [[nodiscard]] Result<std::string> next();

  // The line that the last piece begins with, counted from 1.
  [[nodiscard]] std::uint64_t begins_at() const { return begins_at_; }
  // So far.
  [[nodiscard]] const std::vector<NotWhole>& not_whole() const { return not_whole_; }
  // That were used so far, of ManifestKeyword.
  [[nodiscard]] unsigned keywords() const { return keywords_; }

 private:
  using Words = std::vector<std::string_view>;

  Result<bool> read_line(std::string& line);
  bool read_part(std::string& line);
  [[nodiscard]] std::string inherited() const;
  // False: the path is too long. A relative name has everything above it in it.
  bool add(const std::string& line, std::string& piece);
  void set(const Words& words);
  void unset(const Words& words);
  bool add_relative(const Words& words, std::string& piece);
  [[nodiscard]] bool is_directory(const Words& words) const;
  void look_for_keywords(const Words& words);

  std::istream& in_;
  std::vector<char> buffer_;
  std::uint64_t line_ = 0;  // the last that was read
  std::uint64_t begins_at_ = 0;
  std::map<std::string, std::string, std::less<>> set_;  // by keyword: "uid=0"
  std::string directory_ = ".";                          // that relative names are in
  unsigned keywords_ = 0;
  std::vector<NotWhole> not_whole_;
};

}  // namespace nfsready
