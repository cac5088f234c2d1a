#include "grant/wildmat.h"

#include <cstddef>

#include "base/text.h"

namespace nfsready {

namespace {

// One element of a pattern against one character, and where the next element starts.
struct ElementMatch {
  bool matches = false;
  std::size_t next = 0;
};

// What classes and ranges compare: letters count as upper case.
int code(char c) {
  const char lower = to_lower(c);
  return lower >= 'a' && lower <= 'z' ? lower - 'a' + 'A' : c;
}

// `[...]` from its opening bracket on.
ElementMatch match_class(char c, std::string_view pattern, std::size_t at) {
  const auto peek = [&](std::size_t i) { return i < pattern.size() ? pattern[i] : '\0'; };
  const bool negated = peek(at + 1) == '^';
  if (negated) ++at;
  bool matches = false;
  if (peek(at + 1) == ']' || peek(at + 1) == '-') matches = peek(++at) == c;
  for (int last = code(peek(at)); peek(++at) != '\0' && peek(at) != ']'; last = code(peek(at))) {
    if (peek(at) == '-' && peek(at + 1) != ']' && peek(at + 1) != '\0') {
      ++at;
      matches = matches || (code(c) >= last && code(c) <= code(peek(at)));
    } else {
      matches = matches || code(c) == code(peek(at));
    }
  }
  return {matches != negated, at + 1};
}

ElementMatch match_element(char c, std::string_view pattern, std::size_t at) {
  if (pattern[at] == '?') return {true, at + 1};
  if (pattern[at] == '[') return match_class(c, pattern, at);
  if (pattern[at] == '\\') ++at;
  if (at >= pattern.size()) return {false, at};
  return {to_lower(c) == to_lower(pattern[at]), at + 1};
}

}  // namespace

bool wildmat(std::string_view name, std::string_view pattern) {
  constexpr std::size_t kNone = std::string_view::npos;
  std::size_t at = 0;
  std::size_t used = 0;
  std::size_t after_star = kNone;  // where to resume when the rest does not match
  std::size_t resume = 0;
  while (used < name.size()) {
    ElementMatch element;
    if (at < pattern.size() && pattern[at] == '*') {
      after_star = ++at;
      resume = used;
      continue;
    }
    if (at < pattern.size()) element = match_element(name[used], pattern, at);
    if (element.matches) {
      at = element.next;
      ++used;
    } else if (after_star != kNone) {
      at = after_star;
      used = ++resume;
    } else {
      return false;
    }
  }
  while (at < pattern.size() && pattern[at] == '*') ++at;
  return at >= pattern.size();
}

}  // namespace nfsready
