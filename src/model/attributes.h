// The value of an attribute of a node, as xCAT works it out (Table.pm getNodeAttribs).
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/text_pool.h"
#include "model/attribute_pattern.h"
#include "model/value.h"
#include "parse/stanza.h"
#include "parse/tabdump.h"

namespace nfsready {

// One column of one node-keyed table, ready to be asked for every node.
//
// Each attribute is inherited by itself: the node's own row, then the node's groups in their order,
// the first value wins; disabled rows do not count. A value that ends in "+=NEXTRECORD" takes the
// next hit as well; attributes of site.hierarchicalattrs take all hits. Then an expression is
// expanded for the node. An lsdef stanza of the node wins over the table: its values are final.
class NodeAttribute {
 public:
  // `table` may be null. `stanza_name` is the attribute's name in lsdef output; empty: it has none.
  NodeAttribute(const XcatTable* table, std::string_view column, std::string_view stanza_name,
                TextPool& texts);

  // All hits joined by this text instead of the first one alone (site.hierarchicalattrs).
  void join_all_hits(std::string_view separator) { separator_ = separator; }

  // Safe from several threads. `stanza` may be null.
  [[nodiscard]] Value of(std::string_view node, const std::vector<std::string_view>& groups,
                         const Stanza* stanza) const;

 private:
  [[nodiscard]] const Cell* cell_of(std::string_view key) const;
  [[nodiscard]] Value inherited(std::string_view node,
                                const std::vector<std::string_view>& groups) const;
  [[nodiscard]] Value expanded(Value value, std::string_view node) const;

  std::string_view stanza_name_;
  TextPool& texts_;
  std::unordered_map<std::string_view, const Cell*> cells_;          // by node or group
  std::unordered_map<std::string_view, AttributePattern> patterns_;  // by raw text
  std::optional<std::string> separator_;
};

}  // namespace nfsready
