#include "parse/ganesha_value.h"

#include <charconv>
#include <limits>
#include <string>
#include <system_error>

#include "base/text.h"

namespace nfsready {

namespace {

int base_of(GaneshaTermKind kind) {
  switch (kind) {
    case GaneshaTermKind::kDecimal:
      return 10;
    case GaneshaTermKind::kHexadecimal:
      return 16;
    case GaneshaTermKind::kOctal:
      return 8;
    default:
      return 0;
  }
}

std::optional<std::uint64_t> magnitude_of(const GaneshaTerm& term) {
  const int base = base_of(term.kind);
  std::string_view digits = term.text.text;
  if (base == 0) return std::nullopt;
  if (base == 16) digits.remove_prefix(2);
  std::uint64_t value = 0;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  return result.ec == std::errc{} ? std::optional(value) : std::nullopt;
}

std::optional<std::int64_t> signed_value(std::uint64_t magnitude, char sign,
                                         const GaneshaRange& range) {
  constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (sign == '~' || magnitude > kMost) return std::nullopt;
  const auto value = static_cast<std::int64_t>(magnitude);
  if (sign == '-') return -value < range.least ? std::nullopt : std::optional(-value);
  return magnitude > range.most || value < range.least ? std::nullopt : std::optional(value);
}

std::optional<std::int64_t> unsigned_value(std::uint64_t magnitude, char sign,
                                           const GaneshaRange& range) {
  const std::uint64_t mask = std::numeric_limits<std::uint64_t>::max() >> (64 - range.bits);
  if (sign == '-') return std::nullopt;
  if (sign == '~') {
    if ((magnitude & ~mask) != 0) return std::nullopt;
    magnitude = ~magnitude & mask;
  }
  if (magnitude < static_cast<std::uint64_t>(range.least) || magnitude > range.most) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(magnitude);
}

}  // namespace

bool has_content(const GaneshaNode& node, GaneshaFaults& faults) {
  if (node.broken) return false;
  if (!node.terms.empty() || !node.children.empty()) return true;
  faults.note(ProblemKind::kIgnored, node.name.span,
              quoted(node.name.text) + " is empty, and is passed over");
  return false;
}

const GaneshaTerm* single_term(const GaneshaNode& statement, GaneshaFaults& faults) {
  if (!has_content(statement, faults)) return nullptr;
  if (statement.is_block) {
    faults.severe(statement.name.span, quoted(statement.name.text) + " is an option, not a block",
                  "write " + std::string(statement.name.text) + " = value;");
    return nullptr;
  }
  if (statement.terms.size() > 1) {
    faults.severe(statement.terms[1].text.span,
                  quoted(statement.name.text) + " takes one value, not a list");
    return nullptr;
  }
  return &statement.terms.front();
}

std::optional<std::int64_t> number_of(const GaneshaNode& statement, const GaneshaRange& range,
                                      GaneshaFaults& faults) {
  const GaneshaTerm* const term = single_term(statement, faults);
  if (term == nullptr) return std::nullopt;
  const auto magnitude = magnitude_of(*term);
  if (!magnitude) {
    faults.severe(term->text.span, quoted(statement.name.text) + " must be a number, not " +
                                       quoted(term->text.text));
    return std::nullopt;
  }
  const auto value = range.bits == 0 ? signed_value(*magnitude, term->sign, range)
                                     : unsigned_value(*magnitude, term->sign, range);
  if (!value) {
    faults.severe(term->text.span, quoted(statement.name.text) + " must lie between " +
                                       std::to_string(range.least) + " and " +
                                       std::to_string(range.most));
  }
  return value;
}

std::optional<bool> boolean_of(const GaneshaNode& statement, GaneshaFaults& faults) {
  const GaneshaTerm* const term = single_term(statement, faults);
  if (term == nullptr) return std::nullopt;
  if (term->kind == GaneshaTermKind::kTrue) return true;
  if (term->kind == GaneshaTermKind::kFalse) return false;
  faults.severe(
      term->text.span,
      quoted(statement.name.text) + " must be true or false, not " + quoted(term->text.text),
      term->text.text == "0" ? "write false" : "write true or false, without quotes");
  return std::nullopt;
}

// A block gives the name of what it starts with.
std::optional<Token> text_of(const GaneshaNode& statement, GaneshaFaults& faults) {
  if (!statement.children.empty()) return statement.children.front().name;
  const GaneshaTerm* const term = single_term(statement, faults);
  return term == nullptr ? std::nullopt : std::optional(term->text);
}

std::optional<Token> fsid_of(const GaneshaNode& statement, GaneshaFaults& faults) {
  const GaneshaTerm* const term = single_term(statement, faults);
  if (term == nullptr) return std::nullopt;
  if (term->kind == GaneshaTermKind::kFsid) return term->text;
  faults.severe(term->text.span, quoted(statement.name.text) +
                                     " must be two numbers with a dot between them, not " +
                                     quoted(term->text.text));
  return std::nullopt;
}

}  // namespace nfsready
