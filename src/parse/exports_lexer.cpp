#include "parse/exports_lexer.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/text.h"

namespace nfsready {

namespace {

// Bytes that end a word or need decoding. A NUL is a separator to the program by accident.
constexpr std::array<bool, 256> special_bytes() {
  std::array<bool, 256> special{};
  for (const char c : {' ', '\t', '\n', '\v', '\f', '\r', '\0', '"', '\\'}) {
    special[static_cast<unsigned char>(c)] = true;
  }
  return special;
}

constexpr std::array<bool, 256> kSpecial = special_bytes();

bool is_special(char c) { return kSpecial[static_cast<unsigned char>(c)]; }
bool is_octal(char c) { return c >= '0' && c <= '7'; }
bool ends_word(char c) { return is_space(c) || c == '\0'; }

// Replaces an escape at the end of `text` by the byte it stands for. The program looks at decoded
// text too: an escape may complete another one.
void decode_escape(std::string& text, std::vector<std::uint32_t>& offsets) {
  const std::size_t size = text.size();
  if (size < 4 || text[size - 4] != '\\') return;
  int value = 0;
  for (std::size_t i = size - 3; i < size; ++i) {
    if (!is_octal(text[i])) return;
    value = value * 8 + (text[i] - '0');
  }
  if (value > 255) return;
  text.resize(size - 3);
  text.back() = static_cast<char>(value);
  offsets.resize(size - 3);
}

}  // namespace

Token ExportsWord::part(std::size_t position, std::size_t length) const {
  const std::string_view text = token.text.substr(position, length);
  if (offsets.empty()) {
    return Token{text,
                 Span{token.span.source, token.span.offset + static_cast<std::uint32_t>(position),
                      static_cast<std::uint32_t>(text.size())}};
  }
  const std::uint32_t start = offsets[position];
  return Token{text, Span{token.span.source, start, offsets[position + text.size()] - start}};
}

ExportsWord ExportsLexer::next_path() {
  skip_gap(true);
  return word(kLongestPath);
}

ExportsWord ExportsLexer::next_client() {
  skip_gap(false);
  return word(kLongestClient);
}

void ExportsLexer::ignore_quote(std::size_t offset) {
  ignored_quote_ = offset;
  at_ = word_start_;
}

void ExportsLexer::resume_after_line(std::size_t offset) {
  at_ = std::min(text_.find('\n', offset), text_.size());
}

void ExportsLexer::skip_comment() { resume_after_line(at_); }

// A backslash before a line end is a blank and takes the blanks of the next line along.
bool ExportsLexer::skip_continuation() {
  if (text_.compare(at_, 2, "\\\n") != 0) return false;
  at_ += 2;
  while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  return true;
}

void ExportsLexer::skip_gap(bool lines_too) {
  if (!lines_too) gap_ = {};
  bool continued = false;
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (is_blank(c) || c == '\0' || (lines_too && c == '\n')) {
      ++at_;
    } else if (c == '#') {
      if (continued && !lines_too) gap_.comment_in_entry = true;
      skip_comment();
      if (!lines_too) return;
    } else if (skip_continuation()) {
      continued = true;
    } else {
      return;
    }
  }
}

// A line end stays, so that the entry ends there; any other separator is used up.
void ExportsLexer::consume_separator() {
  if (at_ >= text_.size() || text_[at_] == '\n') return;
  if (!skip_continuation()) ++at_;
}

ExportsWord ExportsLexer::word(std::size_t limit) {
  ExportsWord word;
  const std::size_t start = at_;
  word_start_ = start;
  while (at_ < text_.size() && !is_special(text_[at_])) ++at_;
  if (at_ >= text_.size() || ends_word(text_[at_])) {
    word.token = file_->token(start, at_ - start);
    word.kind = at_ - start > limit ? ExportsWord::Kind::kTooLong
                : at_ > start       ? ExportsWord::Kind::kWord
                                    : ExportsWord::Kind::kNone;
  } else {
    read_decoded(start, limit, word);
  }
  consume_separator();
  return word;
}

bool ExportsLexer::take_quote() {
  if (text_[at_] != '"') return false;
  if (at_ != ignored_quote_) in_quotes_ = !in_quotes_;
  last_quote_ = at_++;
  return true;
}

// The next byte of the word; false at its end. A continuation inside quotes is a blank.
bool ExportsLexer::take_byte(char& byte) {
  byte = text_[at_];
  const bool continues = text_.compare(at_, 2, "\\\n") == 0;
  if (!in_quotes_ && (continues || ends_word(byte))) return false;
  if (continues) {
    skip_continuation();
    byte = ' ';
  } else {
    ++at_;
  }
  return true;
}

void ExportsLexer::read_decoded(std::size_t start, std::size_t limit, ExportsWord& word) {
  std::string decoded(text_.substr(start, at_ - start));
  for (std::size_t i = start; i < at_; ++i) word.offsets.push_back(static_cast<std::uint32_t>(i));
  bool too_long = decoded.size() > limit;
  in_quotes_ = false;
  while (at_ < text_.size()) {
    const auto here = static_cast<std::uint32_t>(at_);
    char byte = 0;
    if (take_quote()) continue;
    if (!take_byte(byte)) break;
    if (byte == '\n' && !word.runaway_quote) {
      word.runaway_quote = static_cast<std::uint32_t>(last_quote_);
    }
    decoded += byte;
    word.offsets.push_back(here);
    decode_escape(decoded, word.offsets);
    too_long = too_long || decoded.size() > limit;
  }
  word.offsets.push_back(static_cast<std::uint32_t>(at_));
  word.open_at_end = in_quotes_;
  word.kind = too_long           ? ExportsWord::Kind::kTooLong
              : !decoded.empty() ? ExportsWord::Kind::kWord
                                 : ExportsWord::Kind::kNone;
  const std::size_t nul = decoded.find('\0');
  word.cut_by_nul = nul != std::string::npos;
  if (word.cut_by_nul) decoded.resize(nul);
  word.token = Token{file_->keep(std::move(decoded)), file_->span(start, at_ - start)};
}

}  // namespace nfsready
