// The files of one site, read and sorted by the role they play.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/source.h"
#include "snapshot/file_reader.h"
#include "snapshot/layout.h"

namespace nfsready {

// The views live as long as the Sources.
struct SnapshotFile {
  std::string_view path;  // relative to the snapshot
  FileRole role = FileRole::kUnknown;
  std::string_view server;  // empty outside servers/
  std::string_view host_path;
  const SourceFile* source = nullptr;  // null: not read
  std::string unreadable;              // why it could not be read; empty when it was not wanted
  Span where;                          // the file as a whole
  std::shared_ptr<const std::string> older;  // what it has taken the place of; null: nothing
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
