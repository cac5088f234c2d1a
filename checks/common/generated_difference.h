// What the generated tables say of a node against what the database says now.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/common/generated_lines.h"
#include "engine/context.h"

namespace nfsready::checks {

enum class GeneratedKind : std::uint8_t { kStatelite, kLitefile, kLitetree };

inline constexpr std::array<GeneratedKind, 3> kGeneratedKinds = {
    GeneratedKind::kStatelite, GeneratedKind::kLitefile, GeneratedKind::kLitetree};

[[nodiscard]] std::string_view file_of(GeneratedKind kind);  // "statelite.table"

// The table of the database that it is made from: "statelite".
[[nodiscard]] std::string_view database_table(GeneratedKind kind);

// One of the three tables of a directory; null when it was not collected.
[[nodiscard]] const CollectedTable* table_of(const GeneratedTables& tables, GeneratedKind kind);

// Whether grep finds the node's own lines by the name it boots with at all; if not, NR426 tells.
[[nodiscard]] bool boots_by_its_name(const NodePlan& plan, const Node& node);

// The node's own lines, of those that the boot script selects.
[[nodiscard]] std::vector<const GeneratedLine*> own_lines(const NodePlan& plan, const Node& node,
                                                          GeneratedKind kind);

// The first line that is not as it should be.
struct LineDifference {
  const GeneratedLine* line = nullptr;  // null: a line is missing
  std::string expected;                 // empty: there should be no such line
  Span row;                             // of the database; not set when no row is behind it
  Effect effect = Effect::kDegraded;    // for the node that goes by the line as it is
  bool only_options = false;            // server and directory are right
};

// One per run of a check; not safe from several threads.
class TableComparer {
 public:
  explicit TableComparer(const Context& context) : context_(context), lines_(context) {}

  // Nothing when they agree, when one side was not collected, or when another check owns what is
  // wrong with the database (LiteFault, NR401, NR405, NR406, NR411, NR424, NR426): to generate the
  // line anew would be no cure. The order of the nodes and of the litefile entries is of no
  // account; that of a node's trees is, unless it is left to chance (NR416).
  [[nodiscard]] std::optional<LineDifference> compare(const NodePlan& plan, GeneratedKind kind);

 private:
  using Lines = std::vector<const GeneratedLine*>;

  [[nodiscard]] std::optional<LineDifference> compare_persistent(const NodePlan& plan,
                                                                 const Server& machine);
  [[nodiscard]] bool has_same_trees(const NodePlan& plan, const Lines& own, const Server& machine);
  [[nodiscard]] std::optional<LineDifference> compare_trees(const NodePlan& plan,
                                                            const Server& machine);
  [[nodiscard]] static std::optional<LineDifference> compare_litefiles(const Node& node,
                                                                       const Lines& own);
  [[nodiscard]] bool agrees(const LiteMount& mount, const std::string& expected,
                            const GeneratedLine& line, const Server& machine);
  [[nodiscard]] bool is_plainly(const LiteMount& mount, const GeneratedLine& line,
                                const Server& machine);

  const Context& context_;
  LineGenerator lines_;
};

}  // namespace nfsready::checks
