#include "parse/hosts.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <string>

#include "base/text.h"

namespace nfsready {

namespace {

// The same as is_space and is_digit of base/text.h, but inline: this loop runs over every byte.
constexpr bool is_blank_byte(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr bool is_digit_byte(char c) { return c >= '0' && c <= '9'; }

const char* find_or(const char* begin, const char* end, char c, const char* otherwise) {
  if (begin == end) return otherwise;
  const void* const found = std::memchr(begin, c, static_cast<std::size_t>(end - begin));
  return found == nullptr ? otherwise : static_cast<const char*>(found);
}

std::size_t count_lines(std::string_view text) {
  std::size_t lines = 1;
  for (std::size_t at = text.find('\n'); at != std::string_view::npos;
       at = text.find('\n', at + 1)) {
    ++lines;
  }
  return lines;
}

// The first white space in [at, end), or end. Looks at eight bytes at a time for one that is not
// above a blank; a control character that is no white space belongs to the word.
const char* word_end(const char* at, const char* end) {
  constexpr std::uint64_t kOnes = 0x0101010101010101U;
  while (end - at >= 8) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, at, sizeof bytes);
    if (((bytes - kOnes * (' ' + 1)) & ~bytes & (kOnes * 0x80U)) != 0) {
      for (const char* const stop = at + 8; at < stop; ++at) {
        if (is_blank_byte(*at)) return at;
      }
    } else {
      at += 8;
    }
  }
  while (at < end && !is_blank_byte(*at)) ++at;
  return at;
}

// Nearly every line has a plain dotted quad: read without a detour through Address::parse, which
// judges everything that is not exactly that.
std::optional<std::uint32_t> parse_quad(std::string_view word) {
  std::uint32_t quad = 0;
  std::uint32_t octet = 0;
  int digits = 0;
  int dots = 0;
  for (const char c : word) {
    if (is_digit_byte(c)) {
      if (digits == 3 || (digits == 1 && octet == 0)) return std::nullopt;
      octet = octet * 10 + static_cast<std::uint32_t>(c - '0');
      ++digits;
    } else {
      if (c != '.' || digits == 0 || dots == 3 || octet > 255) return std::nullopt;
      quad = quad << 8U | octet;
      octet = 0;
      digits = 0;
      ++dots;
    }
  }
  if (dots != 3 || digits == 0 || octet > 255) return std::nullopt;
  return quad << 8U | octet;
}

class HostsReader {
 public:
  HostsReader(const SourceFile& file, Problems& problems)
      : file_(file), problems_(problems), text_(file.text()) {}

  HostsTable read() {
    constexpr std::size_t kMostReserved = std::size_t{1} << 16;
    const std::size_t lines = std::min(count_lines(text_), kMostReserved);
    table_.entries.reserve(lines);
    table_.names.reserve(lines * 2);
    const char* const end = text_.data() + text_.size();
    const char* comment = find_or(text_.data(), end, '#', end);
    for (const char* at = text_.data(); at < end;) {
      const char* const line_end = find_or(at, end, '\n', end);
      read_line(at, std::min(line_end, comment));
      at = line_end == end ? end : line_end + 1;
      if (comment < at) comment = find_or(at, end, '#', end);
    }
    return std::move(table_);
  }

 private:
  static const char* skip_space(const char* at, const char* end) {
    while (at < end && is_blank_byte(*at)) ++at;
    return at;
  }

  static std::string_view between(const char* begin, const char* end) {
    return {begin, static_cast<std::size_t>(end - begin)};
  }

  void read_line(const char* at, const char* end) {
    at = skip_space(at, end);
    if (at >= end) return;
    const char* stop = word_end(at, end);
    const std::string_view address = between(at, stop);
    const std::size_t first = table_.names.size();
    for (at = skip_space(stop, end); at < end; at = skip_space(stop, end)) {
      stop = word_end(at, end);
      table_.names.push_back(between(at, stop));
    }
    add_entry(address, first);
  }

  void add_entry(std::string_view address, std::size_t first) {
    const std::size_t count = table_.names.size() - first;
    if (count == 0) {
      report(address, "no name follows " + quoted(address), "write a name after the address");
      return;
    }
    HostsEntry& entry = table_.entries.emplace_back();
    if (const auto quad = parse_quad(address)) {
      entry.address = Address::from_ipv4(*quad);
    } else if (const auto other = Address::parse(address)) {
      entry.address = *other;
    } else {
      table_.entries.pop_back();
      table_.names.resize(first);
      report(address, quoted(address) + " is not an IPv4 or IPv6 address",
             "write the address first, then the names");
      return;
    }
    entry.offset = static_cast<std::uint32_t>(address.data() - text_.data());
    entry.first_name = static_cast<std::uint32_t>(first);
    entry.name_count = static_cast<std::uint32_t>(count);
  }

  void report(std::string_view word, std::string message, std::string hint) {
    const Span where = file_.span_of(word);
    problems_.push_back({ProblemKind::kIgnored, where, std::move(message), std::move(hint), {}});
  }

  const SourceFile& file_;
  Problems& problems_;
  std::string_view text_;
  HostsTable table_;
};

}  // namespace

HostsTable parse_hosts(const SourceFile& file, Problems& problems) {
  return HostsReader(file, problems).read();
}

}  // namespace nfsready
