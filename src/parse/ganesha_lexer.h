// The scanner of NFS-Ganesha configurations (4.3, config_parsing/conf_lex.l): which words it looks
// for depends on where it is, and %include, %dir and %url splice further files in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/problem.h"
#include "base/source.h"
#include "parse/exports.h"
#include "parse/ganesha_term.h"

namespace nfsready {

enum class GaneshaSymbol : std::uint8_t {
  kEnd,
  kName,  // of a block or an option
  kEquals,
  kOpen,
  kClose,
  kComma,
  kSemicolon,
  kTerm
};

struct GaneshaLexeme {
  GaneshaSymbol symbol = GaneshaSymbol::kEnd;
  Token token;  // without quotes; at kEnd empty, but with its place
  GaneshaTermKind kind = GaneshaTermKind::kWord;
};

// As the server reads, or as the administrator means: what makes the server give up is skipped.
enum class GaneshaReading : std::uint8_t { kStrict, kLenient };

class GaneshaLexer {
 public:
  // Files that are spliced in are added to `files` at their first use. A strict lexer reports to
  // `problems`, a lenient one is silent.
  GaneshaLexer(const SourceFile& main, const FindIncluded& find_included, GaneshaReading reading,
               std::vector<SourceId>& files, Problems& problems);

  // After kEnd always kEnd. A strict lexer ends where the server gives up; see fatal().
  [[nodiscard]] GaneshaLexeme next();

  // The problem because of which the server does not start.
  [[nodiscard]] std::optional<std::uint32_t> fatal() const { return fatal_; }
  // Something was included that is not there to be read, and that may hold more.
  [[nodiscard]] bool incomplete() const { return incomplete_; }
  // Whether text was skipped since the last call of this function; lenient lexers only.
  [[nodiscard]] bool take_skipped() { return std::exchange(skipped_, false); }

 private:
  enum class State : std::uint8_t { kTopLevel, kNames, kValue };

  struct Input {
    const SourceFile* file = nullptr;
    std::size_t at = 0;
    GaneshaTermScanner terms;
  };

  void open(const SourceFile& file);
  [[nodiscard]] bool skip_blanks(Input& input) const;
  [[nodiscard]] bool skip_comment(Input& input) const;
  [[nodiscard]] std::optional<GaneshaLexeme> punctuation(Input& input);
  [[nodiscard]] std::optional<GaneshaLexeme> name(Input& input);
  [[nodiscard]] std::optional<GaneshaLexeme> term(Input& input);
  [[nodiscard]] std::optional<GaneshaLexeme> stray(Input& input);

  [[nodiscard]] bool directive(Input& input);
  void include(const Token& path, bool directory);
  void include_file(const Token& path, const std::string& key, const SourceFile& file);
  void missing(const Token& path, std::string_view directive);

  void fail(Problem problem);
  void report(Problem problem);
  [[nodiscard]] bool is_lenient() const { return reading_ == GaneshaReading::kLenient; }

  SourceId main_;
  const FindIncluded& find_included_;
  GaneshaReading reading_;
  std::vector<SourceId>& files_;
  Problems& problems_;
  std::vector<Input> inputs_;  // the innermost file last
  State state_ = State::kTopLevel;
  int depth_ = 0;
  std::unordered_set<std::string> included_paths_;
  std::unordered_set<SourceId> included_files_;
  GaneshaLexeme end_;
  std::optional<std::uint32_t> fatal_;
  bool incomplete_ = false;
  bool skipped_ = false;
};

}  // namespace nfsready
