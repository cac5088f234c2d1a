// The errors of one NFS-Ganesha configuration, kept as 4.3 keeps them (config_parsing.h,
// struct config_error_type): a severe error is never forgotten, and from then on a block with any
// error is dropped, even for one that is otherwise only warned about.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/problem.h"

namespace nfsready {

class GaneshaFaults {
 public:
  // `fatal`: the syntax problem because of which the server reads nothing at all.
  explicit GaneshaFaults(Problems& problems, std::optional<std::uint32_t> fatal = std::nullopt)
      : problems_(problems), fatal_(fatal) {}

  [[nodiscard]] std::optional<std::uint32_t> fatal() const { return fatal_; }

  // What a severe error does to the block that is being read: a clause for messages.
  void set_consequence(std::string_view consequence) { consequence_ = consequence; }

  // An error that is warned about, and counts.
  std::uint32_t minor(ProblemKind kind, const Span& where, std::string message,
                      std::string hint = {}) {
    ++count_;
    return note(kind, where, std::move(message), std::move(hint));
  }
  // An error that costs the block.
  std::uint32_t severe(const Span& where, std::string message, std::string hint = {}) {
    ++count_;
    counted_.push_back(mark());
    return severe_uncounted(where, std::move(message) + "; " + std::string(consequence_),
                            std::move(hint));
  }
  // An error that is never forgotten, but does not count against the enclosing block. The message
  // says itself what is lost.
  std::uint32_t severe_uncounted(const Span& where, std::string message, std::string hint = {}) {
    if (!first_severe_) first_severe_ = mark();
    return note(ProblemKind::kDropped, where, std::move(message), std::move(hint));
  }
  // A remark that is no error to the server.
  std::uint32_t note(ProblemKind kind, const Span& where, std::string message,
                     std::string hint = {}) {
    problems_.push_back({kind, where, std::move(message), std::move(hint), {}});
    return static_cast<std::uint32_t>(problems_.size() - 1);
  }

  // Names the text that is not read because of a problem.
  void lose(std::uint32_t problem, const Span& lost) { problems_[problem].lost = lost; }

  [[nodiscard]] std::size_t count() const { return count_; }
  // The first severe error of all.
  [[nodiscard]] std::optional<std::uint32_t> first_severe() const { return first_severe_; }

  // A place among the problems, and the first severe error after it that counts.
  [[nodiscard]] std::uint32_t mark() const { return static_cast<std::uint32_t>(problems_.size()); }
  [[nodiscard]] std::optional<std::uint32_t> severe_since(std::uint32_t mark) const {
    const auto found = std::lower_bound(counted_.begin(), counted_.end(), mark);
    return found == counted_.end() ? std::nullopt : std::optional(*found);
  }

 private:
  Problems& problems_;
  std::optional<std::uint32_t> fatal_;
  std::string_view consequence_;
  std::size_t count_ = 0;
  std::optional<std::uint32_t> first_severe_;
  std::vector<std::uint32_t> counted_;  // indices of problems, rising
};

}  // namespace nfsready
