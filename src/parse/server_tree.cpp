#include "parse/server_tree.h"

#include <optional>
#include <string>

#include "base/text.h"
#include "parse/lines.h"

namespace nfsready {

namespace {

bool is_octal(char c) { return c >= '0' && c <= '7'; }

// The kernel writes a blank, tab, line feed and backslash of a path as \ooo.
std::string decode_octal(std::string_view word) {
  std::string decoded;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (word[i] == '\\' && i + 3 < word.size() && word[i + 1] <= '3' && is_octal(word[i + 1]) &&
        is_octal(word[i + 2]) && is_octal(word[i + 3])) {
      const int code = (word[i + 1] - '0') * 64 + (word[i + 2] - '0') * 8 + (word[i + 3] - '0');
      decoded += static_cast<char>(code);
      i += 3;
    } else {
      decoded += word[i];
    }
  }
  return decoded;
}

// What follows the first `count` words, without the blank after them.
std::optional<std::string_view> after_words(std::string_view line, int count) {
  for (int i = 0; i < count; ++i) {
    if (take_word(line).empty()) return std::nullopt;
  }
  if (line.empty()) return std::nullopt;
  return line.substr(1);
}

}  // namespace

std::vector<Token> parse_proc_mounts(const SourceFile& file, Problems& problems) {
  std::vector<Token> mounts;
  LineReader lines(file);
  while (lines.next()) {
    std::string_view rest = lines.text();
    const std::string_view device = take_word(rest);
    if (device.empty()) continue;
    const std::string_view path = take_word(rest);
    if (!path.starts_with('/')) {
      const Span where = file.span_of(lines.text());
      problems.push_back({ProblemKind::kSyntax, where, quoted(lines.text()) + " is no mount",
                          "use a copy of /proc/mounts", where});
      continue;
    }
    Token& mount = mounts.emplace_back(token_of(file, path));
    if (path.find('\\') != std::string_view::npos) mount.text = file.keep(decode_octal(path));
  }
  return mounts;
}

std::vector<SymbolicLink> parse_listing_links(const SourceFile& file, Problems& problems) {
  constexpr std::string_view kArrow = " -> ";
  constexpr int kWordsBeforeMode = 2;  // inode and blocks
  constexpr int kWordsBeforeName = 10;
  std::vector<SymbolicLink> links;
  LineReader lines(file);
  while (lines.next()) {
    const auto mode = after_words(lines.text(), kWordsBeforeMode);
    if (!mode || !mode->starts_with('l')) continue;
    const auto name = after_words(lines.text(), kWordsBeforeName);
    const std::size_t arrow = name ? name->find(kArrow) : std::string_view::npos;
    if (arrow == std::string_view::npos) {
      const Span where = file.span_of(lines.text());
      problems.push_back({ProblemKind::kSyntax, where,
                          quoted(lines.text()) + " is a symbolic link without a target",
                          "use the output of 'find . -exec ls -ldnsi {} +' as it is", where});
      continue;
    }
    links.push_back({token_of(file, name->substr(0, arrow)),
                     token_of(file, name->substr(arrow + kArrow.size()))});
  }
  return links;
}

}  // namespace nfsready
