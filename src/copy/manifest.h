// Trees as text: manifests in the format of mtree(5), read and written through libarchive, which
// only this room knows.
#pragma once

#include <cstdint>
#include <memory>
#include <ostream>
#include <string>

#include "base/result.h"
#include "copy/tree.h"

namespace nfsready {

// A manifest as bsdtar --format=mtree, mtree(8), the script of fixtures/ or write_manifest() made
// it, in any order; sorted, so that it can be compared. An error says what is wrong with the file
// and where. What a line does not say is not known (Entry); a line that libarchive takes for broken
// costs that line: its directory is in trouble. Keeps all entries in memory.
[[nodiscard]] Result<std::unique_ptr<Tree>> read_manifest(const std::string& file);

struct ManifestSummary {
  std::uint64_t entries = 0;
  std::uint64_t directories_in_trouble = 0;
  std::string first_trouble;
};

// Writes a tree directory by directory. Names and link targets keep their bytes. Whether a file is
// sparse stands in its `flags`: `sparse` or `nosparse`, which other readers keep as a word.
[[nodiscard]] Result<ManifestSummary> write_manifest(Tree& tree, std::ostream& out);

}  // namespace nfsready
