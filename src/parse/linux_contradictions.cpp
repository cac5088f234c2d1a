#include "parse/linux_contradictions.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"

namespace nfsready {

namespace {

struct Pair {
  std::array<std::string_view, 2> words;
  bool per_flavour = true;  // a new sec= starts afresh
};

constexpr std::array kPairs = {
    Pair{{"rw", "ro"}},
    Pair{{"secure", "insecure"}},
    Pair{{"root_squash", "no_root_squash"}},
    Pair{{"all_squash", "no_all_squash"}},
    Pair{{"sync", "async"}, false},
};
constexpr std::size_t kRootPair = 2;
constexpr std::size_t kAllPair = 3;

// What the list has said last about each pair; null: nothing yet.
using Said = std::array<const OptionWord*, kPairs.size()>;

// `effective` is the word that counts.
void report(const Token& word, std::string message, std::string_view effective,
            std::string_view other, LinuxRule& rule, Problems& problems) {
  rule.contradicting.push_back(word);
  problems.push_back({ProblemKind::kContradiction,
                      word.span,
                      std::move(message),
                      "remove " + quoted(effective) + " if " + quoted(other) +
                          " is meant, else remove " + quoted(other),
                      {}});
}

void report_powerless_word(const Said& said, LinuxRule& rule, Problems& problems) {
  const OptionWord* const root = said[kRootPair];
  const OptionWord* const all = said[kAllPair];
  if (root == nullptr || root->name.text != "no_root_squash") return;
  if (all == nullptr || all->name.text != "all_squash") return;
  report(root->name, "'no_root_squash' has no effect beside 'all_squash': root is squashed too",
         all->name.text, root->name.text, rule, problems);
}

void note(const OptionWord& word, std::size_t pair, Said& said, LinuxRule& rule,
          Problems& problems) {
  if (said[pair] != nullptr && said[pair]->name.text != word.name.text) {
    report(word.name,
           quoted(word.name.text) + " takes back " + quoted(said[pair]->name.text) +
               " of the same list: the last one counts",
           word.name.text, said[pair]->name.text, rule, problems);
  }
  said[pair] = &word;
}

}  // namespace

void report_contradictions(const std::vector<OptionWord>& list, LinuxRule& rule,
                           Problems& problems) {
  Said said{};
  for (const OptionWord& word : list) {
    if (word.name.text == "sec") {
      report_powerless_word(said, rule, problems);
      for (std::size_t i = 0; i < kPairs.size(); ++i) {
        if (kPairs[i].per_flavour) said[i] = nullptr;
      }
    }
    for (std::size_t i = 0; i < kPairs.size(); ++i) {
      const auto& words = kPairs[i].words;
      if (word.name.text == words[0] || word.name.text == words[1])
        note(word, i, said, rule, problems);
    }
  }
  report_powerless_word(said, rule, problems);
}

}  // namespace nfsready
