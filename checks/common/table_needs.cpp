#include "checks/common/table_needs.h"

#include <array>

#include "model/substitution.h"

namespace nfsready::checks {

namespace {

bool has_shared_root(const Site& site, const Node& node) {
  return node.image != kNoIndex && site.images[node.image].shared_root.is_set();
}

// Rows for ALL, or for a group of images, count or not by osimage.groups (litefile.pm,
// litetree.pm).
bool has_rows_for_groups(const Site& site) {
  for (const std::string_view name : {"litefile", "litetree"}) {
    const XcatTable* const table = site.table(name);
    for (std::size_t row = 0; table != nullptr && row < table->row_count(); ++row) {
      const std::string_view image = table->cell(row, "image").token.text;
      if (!image.empty() && site.image_index.count(image) == 0) return true;
    }
  }
  return false;
}

constexpr std::array<TableNeed, 8> kTables = {{
    {"site",
     "where /install lies, which NFS version the site uses, and whether boot files are "
     "redirected at all",
     [](const Site&, const Node&) { return true; }},
    {"noderes", "the service node and the nfsserver of {nodes}",
     [](const Site&, const Node& node) { return !node.in_lsdef; }},
    {"nodetype", "the image of {nodes}",
     [](const Site&, const Node& node) { return !node.in_lsdef; }},
    {"nimimage", "the NIM resources of the images of {nodes}",
     [](const Site& site, const Node& node) {
       return node.image == kNoIndex || !site.images[node.image].in_lsdef;
     }},
    {"osimage", "which rows of litefile and litetree count for {nodes}",
     [](const Site& site, const Node& node) {
       return has_shared_root(site, node) && !site.images[node.image].in_lsdef;
     }},
    {"statelite", "where the persistent files of {nodes} go", has_shared_root},
    {"litefile", "which files of {nodes} are mounted over", has_shared_root},
    {"litetree", "from which trees {nodes} take{s} files", has_shared_root},
}};

}  // namespace

std::span<const TableNeed> table_needs() { return kTables; }

bool are_rows_unknown(const Site& site, const Node& node) {
  return site.table("osimage") == nullptr && node.image != kNoIndex &&
         !site.images[node.image].in_lsdef && has_rows_for_groups(site);
}

std::vector<VariableTable> variable_tables(const Node& node) {
  std::vector<VariableTable> tables;
  const auto add = [&](const LiteMount& mount) {
    for (const std::string_view variable : variables_of(mount.text)) {
      tables.push_back({table_named(variable), &mount});
    }
  };
  if (node.kind != NodeKind::kStatelite) return tables;
  if (node.persistent) add(*node.persistent);
  for (const LiteMount& tree : node.trees) add(tree);
  return tables;
}

bool matters(const TableNeed& need, const Site& site) {
  return need.table != "osimage" || has_rows_for_groups(site);
}

}  // namespace nfsready::checks
