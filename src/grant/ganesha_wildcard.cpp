#include "grant/ganesha_wildcard.h"

#include <algorithm>

namespace nfsready {

namespace {

// The end of a bracket expression that starts at `at`.
std::size_t bracket_end(std::string_view pattern, std::size_t at) {
  const std::size_t end = pattern.find(']', at);
  return end == std::string_view::npos ? pattern.size() : end + 1;
}

bool bracket_matches(std::string_view bracket, char c) {
  std::string_view members = bracket.substr(1, bracket.size() - 2);
  const bool negated = members.starts_with('!');
  if (negated) members.remove_prefix(1);
  bool found = false;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (i + 2 < members.size() && members[i + 1] == '-') {
      found = found || (members[i] <= c && c <= members[i + 2]);
      i += 2;
    } else {
      found = found || members[i] == c;
    }
  }
  return found != negated;
}

// The length of the part of `pattern` at `at` that matches the one character `c`; 0: it does not.
std::size_t match_one(std::string_view pattern, std::size_t at, char c) {
  if (at >= pattern.size()) return 0;
  if (pattern[at] == '[') {
    const std::size_t end = bracket_end(pattern, at);
    return bracket_matches(pattern.substr(at, end - at), c) ? end - at : 0;
  }
  return pattern[at] == '?' || pattern[at] == c ? 1 : 0;
}

}  // namespace

bool matches_ganesha_wildcard(std::string_view pattern, std::string_view text) {
  std::size_t at = 0;
  std::size_t star = std::string_view::npos;  // the last `*` seen
  std::size_t retry = 0;                      // where the text after it is tried to start
  for (std::size_t i = 0; i < text.size();) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      retry = i;
    } else if (const std::size_t length = match_one(pattern, at, text[i]); length > 0) {
      at += length;
      ++i;
    } else if (star != std::string_view::npos) {
      at = star + 1;
      i = ++retry;
    } else {
      return false;
    }
  }
  while (at < pattern.size() && pattern[at] == '*') ++at;
  return at == pattern.size();
}

namespace {

std::string ends_of(std::string_view text, std::size_t start, std::size_t end) {
  std::string ends(text.substr(0, start));
  return ends.append(text.substr(text.size() - end));
}

}  // namespace

void GaneshaWildcards::add(std::string_view pattern, std::uint32_t rank) {
  const std::size_t start = std::min(pattern.find_first_of("*?["), pattern.size());
  const std::size_t last = pattern.find_last_of("*?]");
  const std::size_t end = last == std::string_view::npos ? 0 : pattern.size() - last - 1;
  auto& ranked = patterns_[{start, end}][ends_of(pattern, start, end)];
  if (ranked.empty() || ranked.back().pattern != pattern) ranked.push_back({pattern, rank});
}

std::optional<std::uint32_t> GaneshaWildcards::find(std::string_view text) const {
  std::optional<std::uint32_t> lowest;
  for (const auto& [lengths, by_ends] : patterns_) {
    if (lengths.first + lengths.second > text.size()) continue;
    const auto found = by_ends.find(ends_of(text, lengths.first, lengths.second));
    if (found == by_ends.end()) continue;
    for (const Ranked& candidate : found->second) {
      if (lowest && candidate.rank >= *lowest) break;
      if (matches_ganesha_wildcard(candidate.pattern, text)) lowest = candidate.rank;
    }
  }
  return lowest;
}

}  // namespace nfsready
