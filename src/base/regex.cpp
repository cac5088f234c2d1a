#include "base/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <array>
#include <cstdint>
#include <utility>

namespace nfsready {

namespace {

// A name of 64 bytes needs some thousand steps with any reasonable pattern. The limits keep the
// worst pattern below a millisecond or so.
constexpr std::uint32_t kMaxSteps = 50000;
constexpr std::uint32_t kMaxDepth = 5000;
constexpr std::uint32_t kMaxHeapKibibytes = 4096;

// PCRE2 takes bytes as unsigned characters.
PCRE2_SPTR as_units(std::string_view text) {
  const void* const bytes = text.empty() ? "" : text.data();
  return static_cast<PCRE2_SPTR>(bytes);
}

Error error_of(int code) {
  std::array<PCRE2_UCHAR, 128> text{};
  pcre2_get_error_message(code, text.data(), text.size());
  return Error{static_cast<const char*>(static_cast<const void*>(text.data())), {}};
}

struct ReleaseCompileContext {
  void operator()(pcre2_compile_context* context) const { pcre2_compile_context_free(context); }
};
struct ReleaseMatchContext {
  void operator()(pcre2_match_context* context) const { pcre2_match_context_free(context); }
};
struct ReleaseMatchData {
  void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
};

using CompileContext = std::unique_ptr<pcre2_compile_context, ReleaseCompileContext>;
using MatchContext = std::unique_ptr<pcre2_match_context, ReleaseMatchContext>;
using MatchData = std::unique_ptr<pcre2_match_data, ReleaseMatchData>;

pcre2_match_context* limits() {
  static const MatchContext shared = [] {
    MatchContext context(pcre2_match_context_create(nullptr));
    pcre2_set_match_limit(context.get(), kMaxSteps);
    pcre2_set_depth_limit(context.get(), kMaxDepth);
    pcre2_set_heap_limit(context.get(), kMaxHeapKibibytes);
    return context;
  }();
  return shared.get();
}

RegexMatch match_of(std::string_view subject, pcre2_match_data* data, std::size_t pairs) {
  const PCRE2_SIZE* const offsets = pcre2_get_ovector_pointer(data);
  RegexMatch match;
  match.begin = offsets[0];
  match.end = offsets[1];
  for (std::size_t i = 1; i < pairs; ++i) {
    const PCRE2_SIZE begin = offsets[2 * i];
    match.groups.push_back(begin == PCRE2_UNSET
                               ? std::string_view{}
                               : subject.substr(begin, offsets[2 * i + 1] - begin));
  }
  return match;
}

}  // namespace

std::string substitute(std::string_view subject, const RegexMatch& match,
                       std::string_view replacement) {
  std::string text;
  text.reserve(subject.size() + replacement.size());
  text.append(subject.substr(0, match.begin)).append(replacement).append(subject.substr(match.end));
  return text;
}

void Regex::Release::operator()(pcre2_real_code_8* code) const { pcre2_code_free(code); }

Result<Regex> Regex::compile(std::string_view pattern) {
  const CompileContext context(pcre2_compile_context_create(nullptr));
  pcre2_set_max_pattern_length(context.get(), kMaxPattern);
  int error = 0;
  PCRE2_SIZE offset = 0;
  Code code(pcre2_compile(as_units(pattern), pattern.size(), PCRE2_NEVER_BACKSLASH_C, &error,
                          &offset, context.get()));
  if (!code) return error_of(error);
  return Regex(std::move(code));
}

Result<std::optional<RegexMatch>> Regex::match(std::string_view subject) const {
  const MatchData data(pcre2_match_data_create_from_pattern(code_.get(), nullptr));
  const int pairs =
      pcre2_match(code_.get(), as_units(subject), subject.size(), 0, 0, data.get(), limits());
  if (pairs == PCRE2_ERROR_NOMATCH) return std::optional<RegexMatch>();
  if (pairs < 0) return error_of(pairs);
  return std::optional<RegexMatch>(match_of(subject, data.get(), static_cast<std::size_t>(pairs)));
}

}  // namespace nfsready
