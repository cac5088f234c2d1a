#include "model/attributes.h"

#include <utility>

namespace nfsready {

namespace {

constexpr std::string_view kNextRecord = "+=NEXTRECORD";

std::string without_next_record(std::string_view text) {
  if (text.ends_with(kNextRecord)) text.remove_suffix(kNextRecord.size());
  return std::string(text);
}

}  // namespace

NodeAttribute::NodeAttribute(const XcatTable* table, std::string_view column,
                             std::string_view stanza_name, TextPool& texts)
    : stanza_name_(stanza_name), texts_(texts) {
  const auto index = table == nullptr ? std::nullopt : table->column(column);
  if (!index) return;
  for (std::size_t row = 0; row < table->row_count(); ++row) {
    const Cell& cell = table->cell(row, *index);
    const Cell& key = table->cell(row, "node");
    if (cell.token.empty() || key.token.empty() || table->is_disabled(row)) continue;
    cells_.try_emplace(key.token.text, &cell);
    const auto [found, is_new] = patterns_.try_emplace(cell.token.text);
    if (is_new) found->second = AttributePattern::make(cell.token.text);
  }
}

const Cell* NodeAttribute::cell_of(std::string_view key) const {
  const auto found = cells_.find(key);
  return found == cells_.end() ? nullptr : found->second;
}

Value NodeAttribute::inherited(std::string_view node,
                               const std::vector<std::string_view>& groups) const {
  Value value;
  std::string joined;
  const auto take = [&](const Cell* cell) {  // true when no further hit is wanted
    if (cell == nullptr) return false;
    if (!value.is_set()) {
      value = {cell->token.text, cell->token.span, {}};
      joined = without_next_record(cell->token.text);
    } else {
      joined += separator_.value_or("") + without_next_record(cell->token.text);
    }
    return !separator_ && !cell->token.text.ends_with(kNextRecord);
  };
  bool done = take(cell_of(node));
  for (std::size_t i = 0; i < groups.size() && !done; ++i) done = take(cell_of(groups[i]));
  if (value.is_set() && joined != value.text) value.text = texts_.keep(std::move(joined));
  return value;
}

Value NodeAttribute::expanded(Value value, std::string_view node) const {
  const auto known = patterns_.find(value.text);
  const AttributePattern made =
      known == patterns_.end() ? AttributePattern::make(value.text) : AttributePattern();
  const AttributePattern& pattern = known == patterns_.end() ? made : known->second;
  if (pattern.is_plain()) return value;
  Expansion expansion = pattern.expand(node);
  if (!expansion.undecidable.empty()) {
    value.undecidable = texts_.keep(std::move(expansion.undecidable));
    return value;
  }
  value.text = texts_.keep(std::move(expansion.text));
  return value;
}

Value NodeAttribute::of(std::string_view node, const std::vector<std::string_view>& groups,
                        const Stanza* stanza) const {
  if (stanza != nullptr && !stanza_name_.empty()) {
    if (const Attribute* attribute = stanza->find(stanza_name_)) {
      return {attribute->value.text, attribute->value.span, {}};
    }
  }
  const Value value = inherited(node, groups);
  return value.is_set() ? expanded(value, node) : value;
}

}  // namespace nfsready
