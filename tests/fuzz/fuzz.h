// What all fuzz targets have in common: a text becomes a source file, and every place that a reader
// reports must lie inside it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/problem.h"
#include "base/source.h"

namespace nfsready::fuzz {

// One input as the only file of a Sources.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size)
      : file_(sources_.add("input", std::string(data, data + size))) {}

  [[nodiscard]] const SourceFile& file() const { return file_; }
  [[nodiscard]] const Sources& sources() const { return sources_; }

  // Ends the program when a span points outside the file.
  void require(const Span& span) const {
    if (!span.is_set()) return;
    const std::size_t end = std::size_t{span.offset} + span.length;
    if (span.source != file_.id() || end > file_.text().size()) std::abort();
    if (file_.position(span.offset).line == 0) std::abort();
  }
  void require(const Token& token) const { require(token.span); }
  void require(const Problems& problems) const {
    for (const Problem& problem : problems) {
      require(problem.where);
      require(problem.lost);
      if (problem.message.empty()) std::abort();
    }
  }

 private:
  Sources sources_;
  const SourceFile& file_;
};

}  // namespace nfsready::fuzz
