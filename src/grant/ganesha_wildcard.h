// Host name patterns of NFS-Ganesha: fnmatch(3) in the C locale, as far as its scanner lets
// patterns through (* ? [abc] [a-c] [!x]).
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace nfsready {

// Case matters, and `*` matches dots as well.
[[nodiscard]] bool matches_ganesha_wildcard(std::string_view pattern, std::string_view text);

// Many patterns, asked at once. Only those are tried whose literal start and end fit the text.
class GaneshaWildcards {
 public:
  // `rank` must not fall from one call to the next. `pattern` must outlive the index.
  void add(std::string_view pattern, std::uint32_t rank);
  // The lowest rank of a pattern that matches.
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view text) const;

 private:
  struct Ranked {
    std::string_view pattern;
    std::uint32_t rank = 0;
  };
  using Lengths = std::pair<std::size_t, std::size_t>;  // of the literal start and end

  std::map<Lengths, std::unordered_map<std::string, std::vector<Ranked>>> patterns_;
};

}  // namespace nfsready
