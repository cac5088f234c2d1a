// What a statelite node mounts on top of its shared root.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "model/site.h"
#include "plan/grep_index.h"
#include "plan/mount.h"

namespace nfsready {

// Selects lines of the generated tables for the nodes of one run. Tables of equal content, which
// every service node has, are indexed once.
class OverlaySelector {
 public:
  OverlaySelector(const Site& site, NameSet boot_names);

  // Fills plan.overlay from plan.tables, as the boot scripts of a node called plan.boot_name do.
  void select(NodePlan& plan);

 private:
  std::vector<const GeneratedLine*> lines(const CollectedTable& table, std::string_view name,
                                          bool skip_comments);

  const Site& site_;
  NameSet names_;
  std::map<const std::string*, std::unique_ptr<GrepIndex>> indexes_;  // by the file's shared text
};

// Appends the mounts of the persistent area and of the trees: from the selected lines when the
// tables were collected, else from the database as mkdsklsnode would generate them.
void add_overlay_mounts(Site& site, const Node& node, const Server* service_node, NodePlan& plan);

// Whether a litefile entry of the node has that option. From the generated table when there is
// one, else from the database.
[[nodiscard]] bool has_litefile_option(const Node& node, const NodePlan& plan,
                                       std::string_view option);

}  // namespace nfsready
