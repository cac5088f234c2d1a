#include "copy/manifest_lines.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/text.h"

namespace nfsready {

namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20U;
constexpr std::size_t kLongestLine = 65'536;  // libarchive's
constexpr std::size_t kLongestPath = 16'384;  // Linux' PATH_MAX with every byte escaped
constexpr std::string_view kSpace = " \t\r";

struct KeywordText {
  ManifestKeyword keyword;
  std::string_view text;
};
constexpr std::array<KeywordText, 6> kKeywords = {{{kModeKeyword, "mode="},
                                                   {kUidKeyword, "uid="},
                                                   {kGidKeyword, "gid="},
                                                   {kTypeKeyword, "type="},
                                                   {kSizeKeyword, "size="},
                                                   {kHexDeviceKeyword, "device=0x"}}};

std::vector<std::string_view> words_in(std::string_view line) {
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t begin = line.find_first_not_of(kSpace);
    if (begin == std::string_view::npos) return words;
    const std::size_t end = std::min(line.find_first_of(kSpace, begin), line.size());
    words.push_back(line.substr(begin, end - begin));
    line.remove_prefix(end);
  }
}

std::string_view keyword_of(std::string_view word) { return word.substr(0, word.find('=')); }

bool has(std::string_view text, char byte) { return text.find(byte) != std::string_view::npos; }

// The line goes on in the next one when its last backslash is none of a pair.
bool goes_on(const std::string& line) {
  const std::size_t last = line.find_last_not_of('\\');
  const std::size_t backslashes = line.size() - (last == std::string::npos ? 0 : last + 1);
  return backslashes % 2 == 1;
}

// "mtree -C": the path comes last.
bool is_path_last(const std::vector<std::string_view>& words) {
  return has(words.front(), '=') && !has(words.back(), '=') && has(words.back(), '/');
}

constexpr std::string_view kNotWhole = "# not whole: ./";

// "\\040" is a blank. What is no such number stays as it is.
std::string unescaped(std::string_view text) {
  constexpr std::size_t kDigits = 3;
  const auto is_octal = [](char c) { return c >= '0' && c <= '7'; };
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view digits = text.substr(i + 1, kDigits);
    if (text[i] == '\\' && digits.size() == kDigits &&
        std::all_of(digits.begin(), digits.end(), is_octal)) {
      plain += static_cast<char>((digits[0] - '0') * 64 + (digits[1] - '0') * 8 + digits[2] - '0');
      i += kDigits;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

std::string escaped(std::string_view name) {
  std::string text;
  for (const char byte : name) {
    if (byte > ' ' && byte <= '~' && byte != '\\') {
      text += byte;
      continue;
    }
    std::array<char, 8> number{};
    std::snprintf(number.data(), number.size(), "\\%03o",
                  static_cast<unsigned>(static_cast<unsigned char>(byte)));
    text += number.data();
  }
  return text;
}

}  // namespace

std::string comment_of(const NotWhole& told) {
  std::string path = escaped(told.path);
  if (path.size() > kLongestLine / 2) path.clear();  // of the whole tree, then
  return std::string(kNotWhole) + path + " " + printable(cut_short(told.words, 1000)) + "\n";
}

ManifestLines::ManifestLines(std::istream& in) : in_(in), buffer_(kLongestLine + 1) {}

Result<std::string> ManifestLines::next() {
  const bool is_first = line_ == 0;
  const std::string before = is_first ? std::string() : inherited();
  begins_at_ = line_ + 1;
  std::string piece = before;
  std::string line;
  while (piece.size() < before.size() + kPiece) {
    const Result<bool> read = read_line(line);
    if (!read) return read.error();
    if (!read.value()) break;
    if (!add(line, piece)) {
      return Error{"line " + std::to_string(line_) + ": its path is too long", {}};
    }
  }
  if (in_.eof() && piece.size() == before.size()) return std::string();
  return piece;
}

std::string ManifestLines::inherited() const {
  std::string text = "#mtree\n";
  for (const auto& [keyword, word] : set_) text += "/set " + word + "\n";
  return text;
}

// False: there is none, or it is too long.
bool ManifestLines::read_part(std::string& line) {
  ++line_;
  in_.getline(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
  if (in_.bad() || (in_.fail() && in_.gcount() == 0)) return false;
  const auto got = static_cast<std::size_t>(in_.gcount());
  line.append(buffer_.data(), in_.eof() ? got : got - 1);
  return !in_.fail() && line.size() <= kLongestLine;
}

Result<bool> ManifestLines::read_line(std::string& line) {
  line.clear();
  bool is_there = read_part(line);
  while (is_there && goes_on(line) && !in_.eof() && !line.starts_with('#')) {
    line.pop_back();
    is_there = read_part(line);
  }
  if (in_.bad()) return Error{"it cannot be read", {}};
  if (in_.eof() && !line.empty()) {
    not_whole_.push_back(
        {{}, "line " + std::to_string(line_) + " has no end: the manifest was cut"});
    return false;
  }
  if (!is_there && !in_.eof()) {
    return Error{"line " + std::to_string(line_) + " is too long", {}};
  }
  return is_there;
}

bool ManifestLines::add(const std::string& line, std::string& piece) {
  const Words words = words_in(line);
  if (line.starts_with(kNotWhole)) {
    const std::string_view told = std::string_view(line).substr(kNotWhole.size());
    const std::size_t blank = std::min(told.find(' '), told.size());
    not_whole_.push_back({unescaped(told.substr(0, blank)), std::string(trim(told.substr(blank)))});
  }
  if (words.empty() || words.front().starts_with('#')) {
    if (begins_at_ == 1) piece += line + '\n';  // the first of them says what it is
    return true;
  }
  look_for_keywords(words);
  if (words.front() == "/set") set(words);
  if (words.front() == "/unset") unset(words);
  if (!has(words.front(), '/') && !is_path_last(words)) return add_relative(words, piece);
  piece += line + '\n';
  return true;
}

void ManifestLines::set(const Words& words) {
  for (auto word = words.begin() + 1; word != words.end(); ++word) {
    set_[std::string(keyword_of(*word))] = *word;
  }
}

void ManifestLines::unset(const Words& words) {
  for (auto word = words.begin() + 1; word != words.end(); ++word) {
    if (*word == "all") set_.clear();
    if (const auto found = set_.find(*word); found != set_.end()) set_.erase(found);
  }
}

bool ManifestLines::add_relative(const Words& words, std::string& piece) {
  if (words.front() == "..") {
    const std::size_t slash = directory_.rfind('/');
    if (slash != std::string::npos) directory_.erase(slash);
    return true;
  }
  if (directory_.size() + words.front().size() >= kLongestPath) return false;
  const std::string path = directory_ + '/' + std::string(words.front());
  piece += path;
  for (auto word = words.begin() + 1; word != words.end(); ++word) {
    piece.append(1, ' ').append(*word);
  }
  piece += '\n';
  if (is_directory(words)) directory_ = path;
  return true;
}

bool ManifestLines::is_directory(const Words& words) const {
  const auto told = std::find_if(words.rbegin(), words.rend() - 1,
                                 [](std::string_view word) { return word.starts_with("type="); });
  if (told != words.rend() - 1) return *told == "type=dir";
  const auto found = set_.find("type");
  return found != set_.end() && found->second == "type=dir";
}

void ManifestLines::look_for_keywords(const Words& words) {
  for (const std::string_view word : words) {
    for (const KeywordText& one : kKeywords) {
      if (word.starts_with(one.text)) keywords_ |= one.keyword;
    }
  }
}

}  // namespace nfsready
