// Source files and places in them.
//
// Every value that nfsready reads keeps the place it was read from, as a Span: a byte range in one
// source file. Lines and columns are worked out from it only when something is shown.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <forward_list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace nfsready {

using SourceId = std::uint32_t;
inline constexpr SourceId kNoSource = UINT32_MAX;

// A byte range of one source file. A default Span points nowhere and is_set() is false.
struct Span {
  SourceId source = kNoSource;
  std::uint32_t offset = 0;
  std::uint32_t length = 0;

  [[nodiscard]] bool is_set() const { return source != kNoSource; }
  friend auto operator<=>(const Span&, const Span&) = default;
};

// The span from the first byte of `first` to the last byte of `last`, both of the same file.
[[nodiscard]] Span join(const Span& first, const Span& last);

// A word as it was read: its decoded text and the bytes it stands for.
// The text lives as long as the SourceFile it was read from.
struct Token {
  std::string_view text;
  Span span;

  [[nodiscard]] bool empty() const { return text.empty(); }
};

// Line and column, both counted from 1. A column is one code point; a tab or an invalid byte
// counts as one.
struct Position {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

// The largest file that is read: offsets are 32 bits wide.
inline constexpr std::size_t kMaxSourceBytes = std::size_t{1} << 30;

// One file that was read, or why it could not be read.
class SourceFile {
 public:
  SourceFile(SourceId id, std::string name, std::shared_ptr<const std::string> text);

  [[nodiscard]] SourceId id() const { return id_; }
  // The path as shown to the user.
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::string_view text() const { return *text_; }
  // Files with the same bytes share one text; so equal pointers mean equal contents.
  [[nodiscard]] const std::shared_ptr<const std::string>& shared_text() const { return text_; }

  [[nodiscard]] Span span(std::size_t offset, std::size_t length) const;
  [[nodiscard]] Span span_of(std::string_view part) const;  // `part` must view into text()
  [[nodiscard]] Token token(std::size_t offset, std::size_t length) const;

  // Where an offset lies. Offsets past the end give the end.
  [[nodiscard]] Position position(std::uint32_t offset) const;
  // A line without its line end; empty when there is no such line.
  [[nodiscard]] std::string_view line(std::uint32_t number) const;

  // Keeps a decoded word (octal escapes, doubled quotes) as long as the file lives.
  // One thread at a time may parse one file.
  [[nodiscard]] std::string_view keep(std::string decoded) const;

 private:
  [[nodiscard]] const std::vector<std::uint32_t>& line_starts() const;

  SourceId id_;
  std::string name_;
  std::shared_ptr<const std::string> text_;
  mutable std::forward_list<std::string> kept_;
  mutable std::once_flag lines_once_;
  mutable std::vector<std::uint32_t> line_starts_;
};

// All files of a run. References to files stay valid while files are added.
class Sources {
 public:
  const SourceFile& add(std::string name, std::shared_ptr<const std::string> text);
  const SourceFile& add(std::string name, std::string text);
  [[nodiscard]] const SourceFile& file(SourceId id) const { return files_[id]; }
  [[nodiscard]] std::size_t size() const { return files_.size(); }

  // "path:line:column" of the first byte of a span; empty for a span that points nowhere.
  [[nodiscard]] std::string where(const Span& span) const;

 private:
  std::deque<SourceFile> files_;
};

}  // namespace nfsready
