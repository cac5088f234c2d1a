// Walking a file line by line, for the readers of line-oriented formats.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/source.h"

namespace nfsready {

// Hands out the lines of a file without their line ends; a CR before the line end is dropped.
//   LineReader lines(file);
//   while (lines.next()) use(lines.text());
class LineReader {
 public:
  explicit LineReader(const SourceFile& file) : text_(file.text()) {}

  // False when there is no further line. A last line without a line end counts.
  bool next();
  [[nodiscard]] std::string_view text() const { return line_; }

 private:
  std::string_view text_;
  std::string_view line_;
  std::size_t next_ = 0;
};

// Takes the next word (a run of non-blanks) from the front of `rest`; empty when there is none.
[[nodiscard]] std::string_view take_word(std::string_view& rest);

// A word as a Token of `file`, whose text it must view into.
[[nodiscard]] Token token_of(const SourceFile& file, std::string_view word);

}  // namespace nfsready
