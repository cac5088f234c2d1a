// The words of an exports(5) file, as nfs-utils reads them (support/nfs/xio.c).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/source.h"

namespace nfsready {

// A word with its quotes removed and its octal escapes decoded.
struct ExportsWord {
  enum class Kind : std::uint8_t {
    kWord,
    kNone,     // no word here: a line end, or a byte that ends words without being a blank
    kTooLong,  // over the limit; the word is read to its end all the same
  };

  Kind kind = Kind::kNone;
  Token token;  // text up to its first NUL; span over everything
  bool cut_by_nul = false;
  bool open_at_end = false;            // a quote is still open at the end of the file
  std::vector<std::uint32_t> offsets;  // of each decoded byte and of the end; empty: as written
  std::optional<std::uint32_t> runaway_quote;  // where a quote stands that its line does not close

  // Some bytes of the decoded text as a token of their own.
  [[nodiscard]] Token part(std::size_t position, std::size_t length) const;
};

// What lay between the last word and the present one.
struct ExportsGap {
  bool comment_in_entry = false;  // a comment at the start of a continued line
};

class ExportsLexer {
 public:
  // The longest words that are read, in bytes (NFS_MAXPATHLEN; the buffer for a client).
  static constexpr std::size_t kLongestPath = 1024;
  static constexpr std::size_t kLongestClient = 511;

  explicit ExportsLexer(const SourceFile& file) : file_(&file), text_(file.text()) {}

  // The next word on this or a later line.
  [[nodiscard]] ExportsWord next_path();
  // The next word on this logical line.
  [[nodiscard]] ExportsWord next_client();

  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
  [[nodiscard]] std::size_t offset() const { return at_; }
  [[nodiscard]] const ExportsGap& gap() const { return gap_; }

  // Reads the last word again, as if the quote at `offset` were not there.
  void ignore_quote(std::size_t offset);
  // Reading goes on at `offset`.
  void resume_at(std::size_t offset) { at_ = offset; }
  // Reading goes on at the end of the physical line that holds `offset`.
  void resume_after_line(std::size_t offset);

 private:
  void skip_gap(bool lines_too);
  void skip_comment();
  bool skip_continuation();
  ExportsWord word(std::size_t limit);
  void read_decoded(std::size_t start, std::size_t limit, ExportsWord& word);
  bool take_quote();
  bool take_byte(char& byte);
  void consume_separator();

  const SourceFile* file_;
  std::string_view text_;
  std::size_t at_ = 0;
  ExportsGap gap_;
  std::size_t ignored_quote_ = std::string_view::npos;  // taken for nothing
  // Of the word that is being read, or was read last:
  std::size_t word_start_ = 0;
  std::size_t last_quote_ = 0;
  bool in_quotes_ = false;
};

}  // namespace nfsready
