#include "plan/overlay.h"

#include <algorithm>

#include "base/path.h"
#include "base/text.h"

namespace nfsready {

OverlaySelector::OverlaySelector(const Site& site, NameSet boot_names)
    : site_(site), names_(std::move(boot_names)) {}

std::vector<const GeneratedLine*> OverlaySelector::lines(const CollectedTable& table,
                                                         std::string_view name, Comments comments) {
  auto& index = indexes_[site_.sources->file(table.file).shared_text().get()];
  if (!index) index = std::make_unique<GrepIndex>(table.content, names_);
  std::vector<const GeneratedLine*> selected;
  for (const std::uint32_t i : index->lines_with(name)) {
    const GeneratedLine& line = table.content[i];
    const bool is_comment = line.line.text.starts_with('#');
    if (comments == Comments::kTaken || is_comment == (comments == Comments::kOnly)) {
      selected.push_back(&line);
    }
  }
  return selected;
}

void OverlaySelector::select(NodePlan& plan) {
  if (plan.tables == nullptr) return;
  const GeneratedTables& tables = *plan.tables;
  if (tables.statelite)
    plan.overlay.statelite = lines(*tables.statelite, plan.boot_name, Comments::kDropped);
  if (tables.litetree)
    plan.overlay.litetree = lines(*tables.litetree, plan.boot_name, Comments::kDropped);
  // aixlitesetup drops comment lines of the other two tables only.
  if (tables.litefile)
    plan.overlay.litefile = lines(*tables.litefile, plan.boot_name, Comments::kTaken);
  if (tables.statelite) {
    plan.overlay.statelite_comments = lines(*tables.statelite, plan.boot_name, Comments::kOnly);
  }
}

Token field_of(const GeneratedLine& line, std::size_t index) {
  return index < line.fields.size() ? line.fields[index] : Token{};
}

std::vector<const GeneratedLine*> own_lines(const std::vector<const GeneratedLine*>& lines,
                                            std::string_view node) {
  std::vector<const GeneratedLine*> own;
  for (const GeneratedLine* line : lines) {
    if (field_of(*line, 0).text == node) own.push_back(line);
  }
  return own;
}

bool is_handled_option(std::string_view option) {
  return option == "rw" || option == "ro" || option == "persistent";
}

BasecustTarget basecust_target(const OverlayLines& overlay) {
  std::vector<const GeneratedLine*> lines = overlay.statelite;
  lines.insert(lines.end(), overlay.statelite_comments.begin(), overlay.statelite_comments.end());
  std::sort(lines.begin(), lines.end(), [](const GeneratedLine* a, const GeneratedLine* b) {
    return a->line.span.offset < b->line.span.offset;
  });
  std::string joined;
  for (const GeneratedLine* line : lines) {
    joined.append(joined.empty() ? "" : " ").append(line->line.text);
  }
  const auto fields = split(joined, '|');
  BasecustTarget target;
  if (fields.size() > 1) target.server = fields[1];
  if (fields.size() > 2) target.directory = fields[2];
  return target;
}

bool has_litefile_option(const Node& node, const NodePlan& plan, std::string_view option) {
  if (plan.tables != nullptr && plan.tables->litefile && !plan.tables->litefile->content.empty()) {
    return std::any_of(
        plan.overlay.litefile.begin(), plan.overlay.litefile.end(),
        [&](const GeneratedLine* line) { return field_of(*line, 1).text == option; });
  }
  return std::any_of(node.litefiles.begin(), node.litefiles.end(),
                     [&](const Litefile& file) { return file.option == option; });
}

namespace {

// `retry=2,ro` and the like.
bool has_option(std::string_view options, std::string_view option) {
  const auto words = split(options, ',');
  return std::find(words.begin(), words.end(), option) != words.end();
}

struct OverlaySource {
  std::string_view server;
  std::string_view directory;
  std::string_view options;
  Span origin;
  Span row;
};

void add_mount(const Site& site, const Server* service_node, Purpose purpose, Needs needs,
               const OverlaySource& source, NodePlan& plan) {
  Mount& mount = plan.mounts.emplace_back();
  mount.purpose = purpose;
  mount.stage = Stage::kOverlay;
  mount.server_text = source.server;
  mount.path = source.directory;
  mount.asked = source.directory;
  mount.needs = needs;
  mount.write_is_likely = purpose == Purpose::kLitetree && needs.write;
  mount.origin = source.origin;
  mount.row = source.row;
  const Names& names = service_node == nullptr ? *site.names : *service_node->names;
  mount.server = site.server_named(source.server, names);
}

// Fields of node|server|directory|options; a short line has empty ones.
OverlaySource source_of(const GeneratedLine& line) {
  return {
      field_of(line, 1).text, field_of(line, 2).text, field_of(line, 3).text, line.line.span, {}};
}

OverlaySource source_of(const LiteMount& row) {
  return {row.server, row.directory, row.mount_options, row.where, row.where};
}

}  // namespace

void add_overlay_mounts(Site& site, const Node& node, const Server* service_node, NodePlan& plan) {
  const bool persistent = has_litefile_option(node, plan, "persistent");
  const bool writes = has_litefile_option(node, plan, "rw");
  const auto add_persistent = [&](const OverlaySource& source) {
    add_mount(site, service_node, Purpose::kPersistent, {persistent, persistent}, source, plan);
  };
  const auto add_tree = [&](const OverlaySource& source) {
    const bool write = writes && !has_option(source.options, "ro");
    add_mount(site, service_node, Purpose::kLitetree, {write, write}, source, plan);
  };
  if (plan.tables != nullptr && plan.tables->statelite &&
      !plan.tables->statelite->content.empty()) {
    for (const GeneratedLine* line : plan.overlay.statelite) add_persistent(source_of(*line));
    for (const GeneratedLine* line : plan.overlay.litetree) add_tree(source_of(*line));
    return;
  }
  // What cannot be worked out is not guessed.
  if (node.persistent && node.persistent->undecidable.empty()) {
    add_persistent(source_of(*node.persistent));
  }
  for (const LiteMount& tree : node.trees) {
    if (tree.undecidable.empty()) add_tree(source_of(tree));
  }
}

}  // namespace nfsready
