#include "checks/common/disabled_lines.h"

#include <algorithm>

#include "base/text.h"
#include "model/substitution.h"
#include "plan/overlay.h"

namespace nfsready::checks {

namespace {

// Whether a row may have given a directory: what stands for another variable than $node is open.
bool may_give(std::string_view written, std::string_view directory, const Node& node) {
  const auto wanted = split(split_lite_location(written).directory, '/');
  const auto found = split(directory, '/');
  return std::equal(wanted.begin(), wanted.end(), found.begin(), found.end(),
                    [&](std::string_view part, std::string_view name) {
                      if (part == "$node") return name == node.name;
                      return part.find('$') == std::string_view::npos ? part == name
                                                                      : !name.empty();
                    });
}

// Whether a disabled row gave a line of a node.
bool is_behind(const Context& context, const Node& node, GeneratedKind kind, std::size_t row,
               const GeneratedLine& line) {
  const XcatTable& table = *context.site().table(database_table(kind));
  const std::string_view directory = field_of(line, 2).text;
  if (kind == GeneratedKind::kStatelite) {
    const std::string_view of = table.cell(row, "node").token.text;
    const bool is_of_node = of == node.name || std::find(node.groups.begin(), node.groups.end(),
                                                         of) != node.groups.end();
    return is_of_node && may_give(table.cell(row, "statemnt").token.text, directory, node);
  }
  const std::string_view image = table.cell(row, "image").token.text;
  const bool is_of_image =
      image.empty() || image == "ALL" || image == context.site().images[node.image].name;
  if (!is_of_image) return false;
  return kind == GeneratedKind::kLitefile
             ? table.cell(row, "file").token.text == directory
             : may_give(table.cell(row, "directory").token.text, directory, node);
}

}  // namespace

Span disabled_row(const Context& context, const Node& node, GeneratedKind kind,
                  const LineDifference& difference) {
  const XcatTable* const table = context.site().table(database_table(kind));
  if (table == nullptr || difference.line == nullptr) return {};
  if (kind == GeneratedKind::kLitefile && !difference.expected.empty()) return {};
  for (std::size_t row = 0; row < table->row_count(); ++row) {
    if (!table->is_disabled(row) || !is_behind(context, node, kind, row, *difference.line))
      continue;
    const std::string_view column = kind == GeneratedKind::kStatelite  ? "statemnt"
                                    : kind == GeneratedKind::kLitetree ? "directory"
                                                                       : "file";
    return table->cell(row, column).token.span;
  }
  return {};
}

}  // namespace nfsready::checks
