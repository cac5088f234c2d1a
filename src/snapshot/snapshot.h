// The files of one site, read and sorted by the role they play.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/source.h"
#include "snapshot/file_reader.h"
#include "snapshot/layout.h"

namespace nfsready {

struct SnapshotFile {
  std::string path;  // relative to the snapshot
  FileRole role = FileRole::kUnknown;
  std::string server;  // empty outside servers/
  std::string host_path;
  const SourceFile* source = nullptr;  // null: not read, see `unreadable`
  std::string unreadable;
};

struct Snapshot {
  std::string name;                 // as given by the user
  std::vector<SnapshotFile> files;  // sorted by path
};

// Reads a snapshot into `sources`, which must outlive it. Files are shown to the user under
// "<name>/<path>", or "<path>" when `name` is empty. An error means that there is nothing to audit.
[[nodiscard]] Result<Snapshot> read_snapshot(const FileReader& reader, std::string name,
                                             Sources& sources);

}  // namespace nfsready
