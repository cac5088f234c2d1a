#include "parse/lines.h"

#include "base/text.h"

namespace nfsready {

bool LineReader::next() {
  if (next_ >= text_.size()) return false;
  const std::size_t end = text_.find('\n', next_);
  line_ = text_.substr(next_, end == std::string_view::npos ? end : end - next_);
  next_ += line_.size() + 1;
  if (line_.ends_with('\r')) line_.remove_suffix(1);
  return true;
}

std::string_view take_word(std::string_view& rest) {
  while (!rest.empty() && is_space(rest.front())) rest.remove_prefix(1);
  std::size_t end = 0;
  while (end < rest.size() && !is_space(rest[end])) ++end;
  const std::string_view word = rest.substr(0, end);
  rest.remove_prefix(end);
  return word;
}

Token token_of(const SourceFile& file, std::string_view word) {
  return Token{word, file.span_of(word)};
}

}  // namespace nfsready
