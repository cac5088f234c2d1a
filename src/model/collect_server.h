// From the files of one server to a Server.
#pragma once

#include <vector>

#include "base/problem.h"
#include "base/source.h"
#include "model/parsed_file.h"
#include "model/server.h"
#include "snapshot/snapshot.h"

namespace nfsready {

// Puts one parsed file (not an exports source) where it belongs. The file must outlive the server.
void add_file(const SnapshotFile& file, ParsedFile parsed, Server& server);

// The exports sources of one server, by file.
struct ExportsFiles {
  const SourceFile* exports = nullptr;        // /etc/exports
  std::vector<const SnapshotFile*> drop_ins;  // exports.d, any name
  std::vector<const SnapshotFile*> ganesha;   // every file of the configuration
  const SourceFile* mmnfs = nullptr;
  std::vector<const SnapshotFile*> live;  // one per source
};

// Collects what belongs to one server among `files`.
[[nodiscard]] ExportsFiles exports_files(const std::vector<const SnapshotFile*>& files);

// Reads the exports sources and decides what kind of server it is: by what was collected from it
// (lsnim and xtab mean AIX; nfs.conf, etab and exportfs -v mean Linux; a Ganesha configuration or
// mmnfs mean Ganesha), else by the text of /etc/exports. `stated` is what the user says.
// Requires the other files of the server to be in place.
void read_exports(const ExportsFiles& files, std::optional<Dialect> stated, Server& server);

}  // namespace nfsready
