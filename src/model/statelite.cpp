#include "model/statelite.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "model/substitution.h"
#include "model/xcat_schema.h"

namespace nfsready {

namespace {

// An AIX management node writes "rw" where the option is blank, a Linux one "tmpfs,rw"
// (litefile.pm). Without evidence it is taken for AIX, as an AIX site had to be.
std::string_view default_option(const Site& site) {
  const bool linux_master = site.management_node != kNoIndex &&
                            site.servers[site.management_node].kind == ServerKind::kLinux;
  return linux_master ? "tmpfs,rw" : "rw";
}

// Priorities are decimal numbers such as "1.0", compared as Perl does (litetree.pm): a word counts
// as the number it begins with, else as 0.
double priority_of(std::string_view text) {
  double value = 0;
  const std::string_view number = trim(text);
  std::from_chars(number.data(), number.data() + number.size(), value);
  return value;
}

}  // namespace

StateliteReader::StateliteReader(Site& site)
    : site_(site),
      statemnt_(site.table("statelite"), "statemnt", "", site.texts),
      mount_options_(site.table("statelite"), "mntopts", "", site.texts) {
  for (const Image& image : site.images) {
    rows_.push_back({litefiles_for(image), trees_for(image)});
  }
}

// Rows for every image come first, those for the image itself last: later ones override. When
// osimage.groups is set, rows for its text count instead of those for ALL (up to xCAT 2.16.3, so
// on every release that knows AIX).
std::vector<std::size_t> StateliteReader::rows_for(const XcatTable& table,
                                                   const Image& image) const {
  std::vector<std::size_t> rows;
  const auto add = [&](auto&& counts) {
    for (std::size_t row = 0; row < table.row_count(); ++row) {
      if (!table.is_disabled(row) && counts(table.cell(row, "image").token.text)) {
        rows.push_back(row);
      }
    }
  };
  const std::string_view shared = image.groups.is_set() ? image.groups.text : "ALL";
  add([](std::string_view text) { return text.empty(); });
  add([&](std::string_view text) { return text == shared; });
  add([&](std::string_view text) { return text == image.name && text != shared; });
  return rows;
}

std::vector<Litefile> StateliteReader::litefiles_for(const Image& image) const {
  const XcatTable* const table = site_.table("litefile");
  if (table == nullptr) return {};
  std::map<std::string_view, Litefile> by_path;
  for (const std::size_t row : rows_for(*table, image)) {
    const Token& path = table->cell(row, "file").token;
    const Token& option = table->cell(row, "options").token;
    if (path.empty()) continue;
    Litefile& file = by_path[path.text];
    file = {path.text, option.empty() ? default_option(site_) : option.text, path.span,
            option.span.is_set() ? option.span : path.span};
    if (path.text == "/etc/mtab") file.option = "tmpfs,rw";  // whatever the row says
  }
  std::vector<Litefile> files;
  files.reserve(by_path.size());
  for (const auto& [path, file] : by_path) files.push_back(file);
  return files;
}

std::vector<std::size_t> StateliteReader::trees_for(const Image& image) const {
  const XcatTable* const table = site_.table("litetree");
  if (table == nullptr) return {};
  std::map<std::pair<double, std::string_view>, std::size_t> by_priority;
  for (const std::size_t row : rows_for(*table, image)) {
    if (table->cell(row, "directory").token.empty()) continue;  // litetree passes over it
    const std::string_view priority = table->cell(row, "priority").token.text;
    by_priority[{priority_of(priority), priority}] = row;
  }
  std::vector<std::size_t> rows;
  rows.reserve(by_priority.size());
  for (const auto& [priority, row] : by_priority) rows.push_back(row);
  return rows;
}

Value StateliteReader::look_up(std::string_view table, std::string_view column, const Node& node,
                               const Stanza* stanza) const {
  const NodeAttribute* attribute = nullptr;
  {
    const std::lock_guard lock(mutex_);
    auto& known = variables_[{std::string(table), std::string(column)}];
    if (!known) {
      known = std::make_unique<NodeAttribute>(site_.table(table), column, column, site_.texts);
    }
    attribute = known.get();
  }
  return attribute->of(node.name, node.groups, stanza);
}

void StateliteReader::substitute(std::string_view text, bool always, const Node& node,
                                 const Stanza* stanza, LiteMount& mount) const {
  const LookUpVariable look = [&](std::string_view table, std::string_view column) {
    using Kind = VariableValue::Kind;
    if (table == "site") {
      const Value value = site_.site_key(column);
      return VariableValue{value.is_set() ? Kind::kValue : Kind::kNoValue, value.text};
    }
    const Value value = look_up(table, column, node, stanza);
    if (!value.is_decided()) return VariableValue{Kind::kUndecidable, value.undecidable};
    if (value.is_set()) return VariableValue{Kind::kValue, value.text};
    const XcatTable* const dumped = site_.table(table);
    if (dumped != nullptr && !dumped->columns().empty()) return VariableValue{Kind::kNoValue, {}};
    if (!is_xcat_table(table)) return VariableValue{Kind::kUnknownTable, {}};
    return VariableValue{Kind::kUndecidable, site_.texts.keep("the table " + std::string(table) +
                                                              " was not collected")};
  };
  const LiteLocation location = split_lite_location(text);
  const auto part = [&](std::string_view written, auto&& substitute_part) {
    if (!always && !has_variables(written)) return written;
    const Substitution result = substitute_part(written, node.name, look);
    for (const std::string& variable : result.undefined) {
      mount.undefined.push_back(site_.texts.keep(variable));
    }
    if (!result.unknown_table.empty()) mount.unknown_table = site_.texts.keep(result.unknown_table);
    if (!result.undecidable.empty()) mount.undecidable = site_.texts.keep(result.undecidable);
    return site_.texts.keep(result.text);
  };
  mount.server = part(location.server, substitute_server);
  mount.directory = part(location.directory, substitute_directory);
}

void StateliteReader::read(const Stanza* stanza, Node& node) const {
  const Value statemnt = statemnt_.of(node.name, node.groups, nullptr);
  if (statemnt.is_set()) {
    LiteMount& mount = node.persistent.emplace();
    mount.text = statemnt.text;
    mount.where = statemnt.where;
    mount.undecidable = statemnt.undecidable;
    const Value options = mount_options_.of(node.name, node.groups, nullptr);
    mount.mount_options = options.text;
    mount.options_where = options.where;
    if (statemnt.is_decided()) substitute(statemnt.text, true, node, stanza, mount);
  }
  if (node.image == kNoIndex) return;
  const ImageRows& rows = rows_[node.image];
  node.litefiles = rows.litefiles;
  const XcatTable* const table = site_.table("litetree");
  for (const std::size_t row : rows.trees) {
    LiteMount& mount = node.trees.emplace_back();
    const Token& directory = table->cell(row, "directory").token;
    const Token& options = table->cell(row, "mntopts").token;
    mount.text = directory.text;
    mount.where = directory.span;
    mount.mount_options = options.text;
    mount.options_where = options.span;
    mount.priority = table->cell(row, "priority").token.text;
    substitute(directory.text, false, node, stanza, mount);
  }
  if (node.kind == NodeKind::kSharedRoot && (node.persistent || !node.litefiles.empty())) {
    node.kind = NodeKind::kStatelite;
  }
}

}  // namespace nfsready
