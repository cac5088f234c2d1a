#include "parse/linux_option_list.h"

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "parse/linux_contradictions.h"

namespace nfsready {

namespace {

// `name` or `name=value`.
OptionWord split_word(const Token& word) {
  const std::size_t equals = word.text.find('=');
  OptionWord option{word, {}};
  if (equals == std::string_view::npos) return option;
  const auto tail = static_cast<std::uint32_t>(word.text.size() - equals - 1);
  option.name.text = word.text.substr(0, equals);
  option.name.span.length -= std::min(option.name.span.length, tail + 1);
  option.value.text = word.text.substr(equals + 1);
  option.value.span = Span{word.span.source, word.span.offset + word.span.length - tail, tail};
  return option;
}

// A guess at the number of words, so that long lists of clients do not grow theirs one by one.
std::size_t expected_words(std::string_view list) {
  constexpr std::ptrdiff_t kMost = 64;
  return static_cast<std::size_t>(std::min(std::count(list.begin(), list.end(), ','), kMost)) + 1;
}

}  // namespace

std::vector<RefusedOption> read_option_list(const ExportsWord& word, std::size_t from,
                                            std::size_t to, LinuxOptions& options,
                                            Problems& problems) {
  std::vector<RefusedOption> refused;
  const std::string_view text = word.token.text;
  std::vector<OptionWord> words;
  words.reserve(expected_words(text.substr(from, to - from)));
  std::size_t at = from;
  while (true) {
    while (at < to && is_blank(text[at])) ++at;
    if (at >= to) break;
    const std::size_t end = std::min(text.find(',', at), to);
    const Token option = word.part(at, end - at);
    const OptionWord word_read = split_word(option);
    if (auto fault = apply_linux_option(word_read, options)) {
      refused.push_back({option, std::move(*fault)});
    } else {
      words.push_back(word_read);
    }
    at = end + 1;
  }
  report_contradictions(words, options.rule, problems);
  return refused;
}

}  // namespace nfsready
