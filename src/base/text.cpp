#include "base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>

namespace nfsready {

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

char to_lower(char c) { return (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c; }

std::string to_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = to_lower(c);
  return lower;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return to_lower(x) == to_lower(y);
         });
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  std::size_t start = 0;
  for (std::size_t at = text.find(separator); at != std::string_view::npos;
       at = text.find(separator, start)) {
    parts.push_back(text.substr(start, at - start));
    start = at + 1;
  }
  parts.push_back(text.substr(start));
  return parts;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string text;
  for (const std::string& part : parts) {
    if (!text.empty()) text += separator;
    text += part;
  }
  return text;
}

std::optional<std::uint64_t> parse_decimal(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

namespace {

std::string_view digits_at(std::string_view text, std::size_t start) {
  std::size_t end = start;
  while (end < text.size() && is_digit(text[end])) ++end;
  return text.substr(start, end - start);
}

std::string_view without_leading_zeros(std::string_view digits) {
  const std::size_t first = digits.find_first_not_of('0');
  return first == std::string_view::npos ? std::string_view{} : digits.substr(first);
}

int compare_numbers(std::string_view a, std::string_view b) {
  a = without_leading_zeros(a);
  b = without_leading_zeros(b);
  if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  return a.compare(b);
}

}  // namespace

bool natural_less(std::string_view a, std::string_view b) {
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (is_digit(a[i]) && is_digit(b[j])) {
      const std::string_view x = digits_at(a, i);
      const std::string_view y = digits_at(b, j);
      if (const int order = compare_numbers(x, y); order != 0) return order < 0;
      i += x.size();
      j += y.size();
      continue;
    }
    if (a[i] != b[j]) return a[i] < b[j];
    ++i;
    ++j;
  }
  if (i < a.size() || j < b.size()) return i == a.size();
  return a < b;  // equal but for leading zeros
}

std::string_view short_name(std::string_view host) { return host.substr(0, host.find('.')); }

namespace {

// A name as prefix, last number and suffix; the number is empty when there is none.
struct NumberedName {
  std::string_view prefix;
  std::string_view number;
  std::string_view suffix;
};

NumberedName split_number(std::string_view name) {
  std::size_t end = name.size();
  while (end > 0 && !is_digit(name[end - 1])) --end;
  std::size_t start = end;
  while (start > 0 && is_digit(name[start - 1])) --start;
  if (end - start > 18) return {name, {}, {}};  // too long to count with
  return {name.substr(0, start), name.substr(start, end - start), name.substr(end)};
}

bool follows(const NumberedName& next, const NumberedName& last) {
  if (next.number.empty() || last.number.empty()) return false;
  if (next.prefix != last.prefix || next.suffix != last.suffix) return false;
  const bool padded = next.number.front() == '0' || last.number.front() == '0';
  if (padded && next.number.size() != last.number.size()) return false;
  return *parse_decimal(next.number) == *parse_decimal(last.number) + 1;
}

}  // namespace

std::string fold_names(const std::vector<std::string_view>& names) {
  std::string folded;
  for (std::size_t i = 0; i < names.size();) {
    const NumberedName first = split_number(names[i]);
    NumberedName last = first;
    std::size_t next = i + 1;
    while (next < names.size() && follows(split_number(names[next]), last)) {
      last = split_number(names[next++]);
    }
    if (!folded.empty()) folded += ',';
    if (next - i == 1) {
      folded += names[i];
    } else {
      folded += first.prefix;
      folded.append("[").append(first.number).append("-").append(last.number).append("]");
      folded += first.suffix;
    }
    i = next;
  }
  return folded;
}

std::string plural(std::size_t count, std::string_view noun) {
  std::string text = std::to_string(count) + " " + std::string(noun);
  if (count != 1) {
    const bool sibilant = noun.ends_with('s') || noun.ends_with('x') || noun.ends_with("ch");
    if (noun.size() > 1 && noun.ends_with('y') &&
        std::string_view("aeiou").find(noun[noun.size() - 2]) == std::string_view::npos) {
      text.pop_back();
      text += "ies";
    } else {
      text += sibilant ? "es" : "s";
    }
  }
  return text;
}

std::string_view cut_short(std::string_view text, std::size_t longest) {
  if (text.size() <= longest) return text;
  constexpr std::size_t kLongestSequence = 4;
  for (std::size_t back = 1; back < kLongestSequence && back <= longest; ++back) {
    const std::size_t start = longest - back;
    if (utf8_length(text.substr(start)) > back) return text.substr(0, start);
  }
  return text.substr(0, longest);
}

std::string quoted(std::string_view text) {
  constexpr std::size_t kLongestShown = 120;
  const bool cut = text.size() > kLongestShown;
  return "'" + std::string(cut_short(text, kLongestShown)) + (cut ? "...'" : "'");
}

namespace {

// Characters to insert, drop or change, or neighbours to swap, which is how most words are
// mistyped. Digits are not swapped: a name with other digits is most likely another name.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  const auto same = [&](std::size_t i, std::size_t j) { return to_lower(a[i]) == to_lower(b[j]); };
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    before.swap(last);
    last.swap(row);
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      row[j + 1] = std::min({last[j] + (same(i, j) ? 0 : 1), row[j] + 1, last[j + 1] + 1});
      const bool swapped =
          i > 0 && j > 0 && same(i, j - 1) && same(i - 1, j) && !is_digit(a[i]) && !is_digit(b[j]);
      if (swapped) row[j + 1] = std::min(row[j + 1], before[j - 1] + 1);
    }
  }
  return row.back();
}

}  // namespace

std::string_view nearest(std::string_view word, const std::vector<std::string_view>& known) {
  constexpr std::size_t kLongestWord = 64;
  if (word.empty() || word.size() > kLongestWord) return {};
  std::string_view best;
  std::size_t best_distance = word.size() / 3 + 1;
  for (const std::string_view candidate : known) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return 0;
  }
  if ((lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xED && byte(1) > 0x9F) ||
      (lead == 0xF0 && byte(1) < 0x90) || (lead == 0xF4 && byte(1) > 0x8F)) {
    return 0;
  }
  return length;
}

namespace {

void append_hex(std::string& out, unsigned char byte) {
  constexpr std::array<char, 16> kHex = {'0', '1', '2', '3', '4', '5', '6', '7',
                                         '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};
  out += "\\x";
  out += kHex[byte >> 4U];
  out += kHex[byte & 0xFU];
}

// C1 controls, bidirectional overrides and isolates, and the two non-characters of the plane.
bool is_deceptive(std::string_view sequence) {
  if (sequence.size() == 2)
    return sequence[0] == '\xC2' && static_cast<unsigned char>(sequence[1]) < 0xA0;
  if (sequence.size() != 3) return false;
  return (sequence >= "\xE2\x80\xAA" && sequence <= "\xE2\x80\xAE") ||
         (sequence >= "\xE2\x81\xA6" && sequence <= "\xE2\x81\xA9") || sequence == "\xEF\xBF\xBE" ||
         sequence == "\xEF\xBF\xBF";
}

}  // namespace

std::string printable(std::string_view text, bool keep_lines) {
  const auto plain_end =
      std::find_if(text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; });
  std::string out(text.begin(), plain_end);  // most texts are plain as a whole
  text.remove_prefix(out.size());
  while (!text.empty()) {
    const char c = text.front();
    const std::size_t length = utf8_length(text);
    if (c == '\n' || c == '\t') {
      if (keep_lines)
        out += c;
      else
        out += c == '\n' ? "\\n" : "\\t";
      text.remove_prefix(1);
    } else if (length == 0 ||
               (length == 1 && (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)) ||
               is_deceptive(text.substr(0, length))) {
      const std::size_t bytes = std::max<std::size_t>(length, 1);
      for (std::size_t i = 0; i < bytes; ++i) append_hex(out, static_cast<unsigned char>(text[i]));
      text.remove_prefix(bytes);
    } else {
      out += text.substr(0, length);
      text.remove_prefix(length);
    }
  }
  return out;
}

}  // namespace nfsready
