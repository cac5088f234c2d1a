// Reads files of both sides and compares what is in them, by SHA-256.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "copy/content_sample.h"
#include "copy/nfs_tree.h"
#include "observe/copy_observation.h"

namespace nfsready {

// How a pair of files ended.
struct ContentResult {
  FilePair pair;
  // Not set: the bytes are the same. kContents, kChanging or kUnread.
  std::optional<CopyAspect> differs;
  std::string words;  // of kChanging and kUnread
};

class Contents {
 public:
  // A side without a place is a manifest, whose digests are taken as they are. `stop` may be null.
  Contents(const std::optional<NfsPlace>& source, const std::optional<NfsPlace>& copy,
           const NfsTreeLimits& limits, const std::atomic<bool>* stop);
  ~Contents();
  Contents(Contents&& other) noexcept;

  // Whether something is known, or can be read, on both sides.
  [[nodiscard]] static bool can_compare(const FilePair& pair);

  // In their order. Both servers are read at the same time, many files at once. Blocks.
  [[nodiscard]] std::vector<ContentResult> compare(std::vector<FilePair> pairs);

 private:
  class Side;
  std::unique_ptr<Side> source_;  // null: a manifest
  std::unique_ptr<Side> copy_;
};

}  // namespace nfsready
