#include "support/source.h"

#include <utility>

namespace nfsready::testing {

namespace {

Sources& all_sources() {
  static Sources sources;
  return sources;
}

}  // namespace

const SourceFile& source_of(std::string text, std::string name) {
  return all_sources().add(std::move(name), std::move(text));
}

std::string place(const Span& span) {
  if (!span.is_set()) return "-";
  const Position at = all_sources().file(span.source).position(span.offset);
  return std::to_string(at.line) + ":" + std::to_string(at.column);
}

}  // namespace nfsready::testing
