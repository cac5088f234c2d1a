#include "base/source.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace nfsready {

namespace {

bool is_utf8_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

// Code points before the end of `text`; a stray continuation byte at the start counts as one.
std::uint32_t count_code_points(std::string_view text) {
  std::uint32_t count = 0;
  bool inside = false;
  for (const char byte : text) {
    if (is_utf8_continuation(byte) && inside) continue;
    ++count;
    inside = (static_cast<unsigned char>(byte) & 0x80U) != 0;
  }
  return count;
}

}  // namespace

Span join(const Span& first, const Span& last) {
  return Span{first.source, first.offset, last.offset + last.length - first.offset};
}

SourceFile::SourceFile(SourceId id, std::string name, std::shared_ptr<const std::string> text)
    : id_(id), name_(std::move(name)), text_(std::move(text)) {}

Span SourceFile::span(std::size_t offset, std::size_t length) const {
  return Span{id_, static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(length)};
}

Span SourceFile::span_of(std::string_view part) const {
  return span(static_cast<std::size_t>(part.data() - text_->data()), part.size());
}

Token SourceFile::token(std::size_t offset, std::size_t length) const {
  return Token{text().substr(offset, length), span(offset, length)};
}

const std::vector<std::uint32_t>& SourceFile::line_starts() const {
  std::call_once(lines_once_, [this] {
    line_starts_.push_back(0);
    const std::string_view bytes = text();
    for (std::size_t at = bytes.find('\n'); at != std::string_view::npos;
         at = bytes.find('\n', at + 1)) {
      line_starts_.push_back(static_cast<std::uint32_t>(at + 1));
    }
  });
  return line_starts_;
}

Position SourceFile::position(std::uint32_t offset) const {
  const auto end = static_cast<std::uint32_t>(text_->size());
  offset = std::min(offset, end);
  const auto& starts = line_starts();
  const auto next = std::upper_bound(starts.begin(), starts.end(), offset);
  const std::uint32_t start = *(next - 1);
  return Position{static_cast<std::uint32_t>(next - starts.begin()),
                  count_code_points(text().substr(start, offset - start)) + 1};
}

std::string_view SourceFile::line(std::uint32_t number) const {
  const auto& starts = line_starts();
  if (number == 0 || number > starts.size()) return {};
  const std::string_view rest = text().substr(starts[number - 1]);
  std::string_view one = rest.substr(0, rest.find('\n'));
  if (!one.empty() && one.back() == '\r') one.remove_suffix(1);
  return one;
}

std::string_view SourceFile::keep(std::string decoded) const {
  return kept_.emplace_front(std::move(decoded));
}

const SourceFile& Sources::add(std::string name, std::shared_ptr<const std::string> text) {
  return files_.emplace_back(static_cast<SourceId>(files_.size()), std::move(name),
                             std::move(text));
}

const SourceFile& Sources::add(std::string name, std::string text) {
  return add(std::move(name), std::make_shared<const std::string>(std::move(text)));
}

std::string Sources::where(const Span& span) const {
  if (!span.is_set()) return {};
  const SourceFile& source = file(span.source);
  const Position at = source.position(span.offset);
  return source.name() + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
}

}  // namespace nfsready
