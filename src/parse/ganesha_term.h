// The words of an NFS-Ganesha value, told apart as the scanner of 4.3 does (config_parsing/
// conf_lex.l): the longest word wins, and of equally long ones the kind listed first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/source.h"

namespace nfsready {

enum class GaneshaTermKind : std::uint8_t {
  kDoubleQuoted,
  kSingleQuoted,
  kTrue,
  kFalse,
  kSign,  // `-` or `~`, before a number
  kFsid,  // number.number
  kOctal,
  kHexadecimal,
  kDecimal,
  kEveryone,  // `*` or 0.0.0.0
  kAddress,
  kNetwork,   // address/1..99, whatever the length means for the family
  kNetgroup,  // @name
  kPath,
  kWord,
  kWildcard
};

// One term of a value.
struct GaneshaTerm {
  GaneshaTermKind kind = GaneshaTermKind::kWord;
  Token text;     // without quotes, escapes decoded
  char sign = 0;  // '-' or '~' before a number
};

// Finds the word at a place of a text. Places must be asked for in rising order: then a text is
// looked at once, however it falls into words.
class GaneshaTermScanner {
 public:
  struct Match {
    std::size_t length = 0;  // 0: no word starts here
    GaneshaTermKind kind = GaneshaTermKind::kWord;
  };

  explicit GaneshaTermScanner(std::string_view text) : text_(text) {}

  [[nodiscard]] Match match(std::size_t at);

 private:
  // A run of letters, digits, dots, dashes and underscores; what a path or a wildcard that starts
  // anywhere in it would extend to.
  struct Run {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t path_end = 0;      // after at least one "/word"; else 0
    std::size_t wildcard_end = 0;  // after at least one * ? or [...]; else 0
  };

  const Run& run_at(std::size_t at);
  [[nodiscard]] std::size_t path_length(std::size_t at);
  [[nodiscard]] std::size_t wildcard_length(std::size_t at);

  std::string_view text_;
  Run run_;
};

}  // namespace nfsready
