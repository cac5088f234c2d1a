#include "checks/common/linux_client.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/text.h"
#include "checks/common/repair.h"

namespace nfsready::checks {

namespace {

constexpr std::size_t kLongestClient = 400;  // that is given whole

// The word that takes back another one; empty when there is none.
std::string_view opposite_of(std::string_view word) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kPairs = {{
      {"rw", "ro"},
      {"insecure", "secure"},
      {"sync", "async"},
      {"root_squash", "no_root_squash"},
      {"all_squash", "no_all_squash"},
  }};
  for (const auto& [one, other] : kPairs) {
    if (word == one) return other;
    if (word == other) return one;
  }
  return {};
}

// Puts a word into an option list, in the place of one that it takes back or, for sec=, of the
// first one.
void put(std::string_view word, std::vector<std::string>& options) {
  const std::string_view opposite = opposite_of(word);
  const auto old = std::find_if(options.begin(), options.end(), [&](const std::string& option) {
    return option == opposite || option == word ||
           (word.starts_with("sec=") && option.starts_with("sec="));
  });
  if (old == options.end()) {
    options.emplace_back(word);
    return;
  }
  *old = word;
  std::erase(options, opposite);
}

}  // namespace

std::string linux_client_with(const Context& context, const Server& server, const Span& rule,
                              std::string_view changes) {
  if (!is_editable(server, rule)) return {};
  const SourceFile& file = context.site().sources->file(rule.source);
  const std::string_view text = file.text().substr(rule.offset, rule.length);
  const bool is_plain = text.find_first_of("\n\"\\ \t") == std::string_view::npos;
  if (text.empty() || text.size() > kLongestClient || !is_plain) return {};
  const std::size_t open = std::min(text.find('('), text.size());
  std::vector<std::string> options;
  if (text.ends_with(')')) {
    for (const std::string_view option :
         split(text.substr(open + 1, text.size() - open - 2), ',')) {
      if (!option.empty()) options.emplace_back(option);
    }
  }
  const auto is_flavour = [](const std::string& option) { return option.starts_with("sec="); };
  const bool parted = std::any_of(options.begin(), options.end(), is_flavour);
  if (parted && !changes.starts_with("sec=")) return {};
  for (const std::string_view change : split(changes, ',')) put(change, options);
  return std::string(text.substr(0, open)) + "(" + join(options, ",") + ")";
}

}  // namespace nfsready::checks
