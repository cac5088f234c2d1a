// Paging files as the servers show them.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "checks/common/observed.h"

namespace nfsready::checks {

struct SeenPaging {
  const SeenMount* mount = nullptr;
  const NameSeen* file = nullptr;    // found, with its attributes, a regular file
  const HolesSeen* holes = nullptr;  // null: not read

  [[nodiscard]] std::uint64_t size() const { return file->attributes->size; }
  [[nodiscard]] std::uint64_t used() const { return file->attributes->used; }
};

// Every paging file that was found, nodes in order, once for each address and vantage.
class SeenPagings {
 public:
  explicit SeenPagings(const Context& context);

  [[nodiscard]] const std::vector<SeenPaging>& all() const { return all_; }

 private:
  std::vector<SeenMount> mounts_;
  std::vector<SeenPaging> all_;
};

// Whether a file has no holes that its server tells of: what it takes is not less than its size,
// both in blocks of 4 KiB. True of dense files everywhere; XFS may take as much for a sparse one.
[[nodiscard]] bool is_dense(const Attributes& file);

// Whether the mount is from the service node that boots the node: the paging file is there as NIM
// made it, and no copy.
[[nodiscard]] bool is_as_nim_made_it(const JudgedMount& judged);

// Whether our own file, written with a gap of a megabyte, takes as much as if it had none, and no
// file beside it has holes: the file system keeps none. One with blocks of a megabyte or more, as
// GPFS has them, fills our gap and keeps those of paging files.
[[nodiscard]] bool keeps_no_holes(const MountObservation& seen);

}  // namespace nfsready::checks
