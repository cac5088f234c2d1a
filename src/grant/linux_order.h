// Entries of one path of a Linux table that hide each other.
#pragma once

#include <unordered_set>
#include <vector>

#include "exports/linux.h"
#include "model/file_tree.h"
#include "model/names.h"

namespace nfsready {

// Whether two entries of one path give the same rights.
[[nodiscard]] bool same_rights(const LinuxRule& a, const LinuxRule& b);

// A later entry, and the one that takes its clients before it is come to.
struct HiddenRule {
  const LinuxExport* entry = nullptr;
  const LinuxRule* rule = nullptr;
  const LinuxRule* by = nullptr;
  bool same_client = false;  // else: `by` is the wider one of two networks or two patterns
};

// All entries that are never come to, in reading order. Entries that are not read are left out, and
// so are those in `passed_over`. Hosts are the same when their names share an address, as far as
// names are known (support/export/export.c, export_read); of networks and of patterns the first one
// listed counts (support/export/auth.c).
[[nodiscard]] std::vector<HiddenRule> hidden_rules(
    const LinuxExports& exports, const FileTree& tree, const Names& names,
    const std::unordered_set<const LinuxRule*>& passed_over);

// How narrow a network or a pattern is: one that holds another is not narrower.
[[nodiscard]] int narrowness(const LinuxClient& client);

}  // namespace nfsready
