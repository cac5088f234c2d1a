#include "checks/common/differing_files.h"

#include "checks/common/client_data.h"
#include "checks/common/copied.h"

namespace nfsready::checks {

DifferingFiles::DifferingFiles(const Context& context) {
  for (const CopyObservation& seen : context.observations().copies) {
    if (is_claims(seen)) continue;
    for (const std::string& line : seen.listed) {
      const ListedFile file(line);
      if (!file.differs_in(CopyAspect::kSize) && !file.differs_in(CopyAspect::kContents)) continue;
      files_.emplace(seen.source.server, seen.source.path + "/" + std::string(file.name()));
    }
  }
}

bool DifferingFiles::has(std::string_view server, const std::string& path) const {
  return files_.count({server, path}) != 0;
}

}  // namespace nfsready::checks
