// What a statelite node mounts on top of its shared root.
#pragma once

#include <cstdint>
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
  enum class Comments : std::uint8_t { kDropped, kTaken, kOnly };

  std::vector<const GeneratedLine*> lines(const CollectedTable& table, std::string_view name,
                                          Comments comments);

  const Site& site_;
  NameSet names_;
  std::map<const std::string*, std::unique_ptr<GrepIndex>> indexes_;  // by the file's shared text
};

// Appends the mounts of the persistent area and of the trees: from the selected lines when the
// tables were collected and are not empty, else from the database as mkdsklsnode would generate
// them.
void add_overlay_mounts(Site& site, const Node& node, const Server* service_node, NodePlan& plan);

// A field of a generated line; empty when the line is shorter.
[[nodiscard]] Token field_of(const GeneratedLine& line, std::size_t index);

// The lines of a selection that are the node's own: their first field is its name.
[[nodiscard]] std::vector<const GeneratedLine*> own_lines(
    const std::vector<const GeneratedLine*>& lines, std::string_view node);

// Whether aixlitesetup acts on a litefile option at all; it passes over entries with any other one.
[[nodiscard]] bool is_handled_option(std::string_view option);

// What the hook of rc.dd_boot mounts to fetch the node's basecust file. It joins all lines that
// grep selects by blanks, comment lines too, and takes the second and the third field of that text:
// with several lines a directory without mount options swallows the name behind it.
struct BasecustTarget {
  std::string server;
  std::string directory;  // empty: the hook does nothing
};
[[nodiscard]] BasecustTarget basecust_target(const OverlayLines& overlay);

// Whether a litefile entry of the node has that option. From the generated table when there is
// one that is not empty, else from the database.
[[nodiscard]] bool has_litefile_option(const Node& node, const NodePlan& plan,
                                       std::string_view option);

}  // namespace nfsready
