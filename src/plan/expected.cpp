#include "plan/expected.h"

#include <string_view>
#include <utility>

#include "base/text.h"
#include "plan/overlay.h"

namespace nfsready {

namespace {

using Expected = std::vector<ExpectedName>;

// What the boot script copies out of the SPOT, and where new roots come from.
void add_spot(Expected& names) {
  names.push_back({"bin", ExpectedKind::kDirectory, ExpectedUse::kBoot});
  names.push_back({"lib", ExpectedKind::kDirectory, ExpectedUse::kBoot});
  names.push_back({"lpp/bos/inst_root", ExpectedKind::kDirectory, ExpectedUse::kBoot});
}

void add_root(Expected& names) {
  names.push_back({"etc/hosts", ExpectedKind::kFile, ExpectedUse::kBootText});
  names.push_back({"etc/filesystems", ExpectedKind::kFile, ExpectedUse::kBootText});
  names.push_back({"etc/swapspaces", ExpectedKind::kFile, ExpectedUse::kBootText});
  for (const char* const directory : {"dev", "var", "tmp"}) {
    names.push_back({directory, ExpectedKind::kDirectory, ExpectedUse::kBoot});
  }
}

void add_shared_root(Expected& names, const Node& node) {
  const std::string folder = "etc/.client_data/";
  const std::string nim_name(node.nim_name.empty() ? node.name : node.nim_name);
  names.push_back({folder + "hosts." + nim_name, ExpectedKind::kFile, ExpectedUse::kBootText});
  names.push_back(
      {folder + "filesystems." + nim_name, ExpectedKind::kFile, ExpectedUse::kBootText});
  if (node.kind != NodeKind::kStatelite) return;
  names.push_back({"aixlitesetup", ExpectedKind::kProgram, ExpectedUse::kBoot});
  for (const char* const directory : {".default", ".statelite"}) {
    names.push_back({directory, ExpectedKind::kDirectory, ExpectedUse::kBoot});
  }
  for (const char* const table : {"statelite.table", "litefile.table"}) {
    names.push_back({table, ExpectedKind::kFile, ExpectedUse::kBootText});
  }
  if (!node.trees.empty()) {
    names.push_back({"litetree.table", ExpectedKind::kFile, ExpectedUse::kBootText});
  }
}

bool is_looked_for(std::string_view option, ExpectedUse use) {
  return use == ExpectedUse::kKept ? option == "persistent" : is_handled_option(option);
}

// `folder` is where they are looked for: a tree itself, the image's .default, or the node's own
// directory of the persistent area.
void add_litefiles(Expected& names, const std::string& folder, const Node& node,
                   const NodePlan& plan, ExpectedUse use = ExpectedUse::kOverlay) {
  const auto add = [&](std::string_view path) {
    ExpectedName name = overlay_name(path);
    if (name.name.empty()) return;
    name.name.insert(0, folder);
    name.use = use;
    names.push_back(std::move(name));
  };
  if (!plan.overlay.litefile.empty()) {
    for (const GeneratedLine* line : plan.overlay.litefile) {
      if (!is_looked_for(field_of(*line, 1).text, use)) continue;
      add(field_of(*line, 2).text);
    }
    return;
  }
  for (const Litefile& file : node.litefiles) {
    if (!is_looked_for(file.option, use)) continue;
    add(file.path);
  }
}

void add_paging(Expected& names, const Mount& mount) {
  std::string_view file = mount.path;
  if (!file.starts_with(mount.asked)) return;
  file.remove_prefix(mount.asked.size());
  while (file.starts_with('/')) file.remove_prefix(1);
  if (!file.empty()) {
    names.push_back({std::string(file), ExpectedKind::kFile, ExpectedUse::kPaging});
  }
}

}  // namespace

// An entry with a trailing slash is a directory, one without is none [aixlitesetup].
ExpectedName overlay_name(std::string_view litefile_path) {
  std::string_view path = litefile_path;
  const bool is_directory = path.ends_with('/');
  while (path.ends_with('/')) path.remove_suffix(1);
  while (path.starts_with('/')) path.remove_prefix(1);
  return {std::string(path), is_directory ? ExpectedKind::kDirectory : ExpectedKind::kFile,
          ExpectedUse::kOverlay};
}

std::vector<ExpectedName> expected_names(const Node& node, const NodePlan& plan,
                                         const Mount& mount) {
  Expected names;
  switch (mount.purpose) {
    case Purpose::kSpot:
      add_spot(names);
      break;
    case Purpose::kRoot:
      add_root(names);
      break;
    case Purpose::kSharedRoot:
      add_shared_root(names, node);
      if (node.kind == NodeKind::kStatelite) add_litefiles(names, ".default/", node, plan);
      break;
    case Purpose::kPaging:
      add_paging(names, mount);
      break;
    case Purpose::kPersistent:
      if (!plan.boot_name.empty()) {
        const std::string own(plan.boot_name);
        names.push_back({own, ExpectedKind::kDirectory, ExpectedUse::kOwn});
        add_litefiles(names, own + "/", node, plan, ExpectedUse::kKept);
      }
      break;
    case Purpose::kLitetree:
      add_litefiles(names, {}, node, plan);
      break;
    default:
      break;
  }
  return names;
}

}  // namespace nfsready
