// Trees as text: manifests in the format of mtree(5), read and written through libarchive, which
// only this room knows.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <ostream>
#include <string>

#include "base/result.h"
#include "copy/tree.h"

namespace nfsready {

// A manifest as bsdtar --format=mtree, mtree(8), the script of fixtures/ or write_manifest() made
// it, in any order; sorted, so that it can be compared. A keyword that the manifest never uses is
// not known (Entry); what libarchive doubts, a name told twice, or one that leads out of the tree,
// puts its directory in trouble. An error says what is wrong with the file, and where as far as
// libarchive tells: one broken line costs the file. Keeps all entries in memory. `stop` (may be
// null) ends the reading, with an error.
[[nodiscard]] Result<std::unique_ptr<Tree>> read_manifest(const std::string& file,
                                                          const std::atomic<bool>* stop = nullptr);

struct ManifestSummary {
  std::uint64_t entries = 0;
  std::uint64_t in_trouble = 0;  // directories
  std::string first_trouble;     // "PATH: words"
};

// Writes a tree directory by directory; what is in trouble is written as far as it is known, with a
// comment that read_manifest() understands. Names
// and link targets keep their bytes. Whether a file is sparse stands in its `flags`: `sparse` or
// `nosparse`, which other readers take for words. `told` (may be null) gets the entries so far.
[[nodiscard]] Result<ManifestSummary> write_manifest(
    Tree& tree, std::ostream& out, const std::function<void(std::uint64_t)>& told);

}  // namespace nfsready
