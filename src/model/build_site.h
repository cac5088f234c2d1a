// From a snapshot to a Site.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "base/source.h"
#include "exports/dialect.h"
#include "model/names.h"
#include "model/site.h"
#include "snapshot/snapshot.h"

namespace nfsready {

struct BuildOptions {
  std::map<std::string, Dialect> dialects;  // of /etc/exports, by server, as stated by the user
  const SystemResolver* system = nullptr;   // asked after all files; null: never
};

// Parses and joins everything. Never fails: what is broken or missing becomes problems and gaps of
// the site. `snapshot` and `sources` must outlive the site.
[[nodiscard]] std::unique_ptr<Site> build_site(const Snapshot& snapshot, const Sources& sources,
                                               const BuildOptions& options);

}  // namespace nfsready
