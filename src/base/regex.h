// Perl regular expressions. They come from tables that people write, so every match is bounded.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

struct pcre2_real_code_8;

namespace nfsready {

// Where a regular expression matched. The views point into the subject.
struct RegexMatch {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::vector<std::string_view> groups;  // the first one is $1; a group without a part is empty
};

// The subject with the matched part replaced.
[[nodiscard]] std::string substitute(std::string_view subject, const RegexMatch& match,
                                     std::string_view replacement);

class Regex {
 public:
  // The longest pattern that is compiled.
  static constexpr std::size_t kMaxPattern = 4096;

  // Perl syntax as PCRE2 knows it, on bytes. Fails for what is no regular expression or too large.
  [[nodiscard]] static Result<Regex> compile(std::string_view pattern);

  // The first match, or nothing. Fails when the pattern needs too many steps for this subject.
  // Safe from several threads.
  [[nodiscard]] Result<std::optional<RegexMatch>> match(std::string_view subject) const;

 private:
  struct Release {
    void operator()(pcre2_real_code_8* code) const;
  };
  using Code = std::unique_ptr<pcre2_real_code_8, Release>;

  explicit Regex(Code code) : code_(std::move(code)) {}

  Code code_;
};

}  // namespace nfsready
