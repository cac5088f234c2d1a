#include "parse/clean_text.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>

#include "base/text.h"

namespace nfsready {

namespace {

void report(ProblemKind kind, const Span& where, std::string message, std::string hint,
            Problems& problems) {
  problems.push_back({kind, where, std::move(message), std::move(hint), {}});
}

// The first byte above 127, or the end. Nearly every file has none: eight bytes are looked at in
// one step.
std::size_t first_high_byte(std::string_view text) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080U;
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + at, sizeof bytes);
    if ((bytes & kHighBits) != 0) break;
  }
  while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) ++at;
  return at;
}

std::size_t first_ill_formed(std::string_view text) {
  std::size_t at = first_high_byte(text);
  while (at < text.size()) {
    const std::size_t length = utf8_length(text.substr(at));
    if (length == 0) return at;
    at += length;
    at += first_high_byte(text.substr(at));
  }
  return std::string_view::npos;
}

void report_end(const SourceFile& file, Problems& problems) {
  const std::string_view text = file.text();
  if (text.empty()) {
    report(ProblemKind::kCutShort, file.span(0, 0), "the file is empty",
           "collect it again, and see that the command that prints it succeeds", problems);
  } else if (text.back() != '\n') {
    const std::size_t start = text.rfind('\n') + 1;  // npos + 1 is the start of the file
    report(ProblemKind::kCutShort, file.span(start, text.size() - start),
           "the last line has no line end: the file may be cut short",
           "compare it with the original, and collect it again when they differ", problems);
  }
}

}  // namespace

void report_unclean_text(const SourceFile& file, Problems& problems) {
  const std::string_view text = file.text();
  if (const std::size_t at = text.find('\0'); at != std::string_view::npos) {
    report(ProblemKind::kNulByte, file.span(at, 1), "a NUL byte: this is no text",
           "collect the file again, by a way that does not change it", problems);
  }
  if (const std::size_t at = text.find("\r\n"); at != std::string_view::npos) {
    report(ProblemKind::kCarriageReturn, file.span(at, 1), "the lines end in CR LF",
           "copy the file without converting it; if the original is so, remove the CRs", problems);
  }
  if (const std::size_t at = first_ill_formed(text); at != std::string_view::npos) {
    report(ProblemKind::kNotUtf8, file.span(at, 1), "a byte that is not UTF-8",
           "write the text in UTF-8, or leave such characters out", problems);
  }
  report_end(file, problems);
}

}  // namespace nfsready
