// Linux /etc/nfs.conf: sections in brackets, `name = value`, `#` and `;` comments.
#pragma once

#include <string_view>
#include <vector>

#include "base/problem.h"
#include "base/source.h"

namespace nfsready {

struct NfsConfSetting {
  Token section;
  Token name;
  Token value;
};

struct NfsConf {
  std::vector<NfsConfSetting> settings;  // in file order; the last one of a name counts

  // The setting that counts, or null. Names compare without case (nfs.conf(5)).
  [[nodiscard]] const NfsConfSetting* find(std::string_view section, std::string_view name) const;
};

// Follows nfs-utils: a setting without a value does not count, a section with an argument keeps it
// in its name, a last line without a line end is ignored. Settings named "include" are listed, the
// files they name are not read.
[[nodiscard]] NfsConf parse_nfs_conf(const SourceFile& file, Problems& problems);

}  // namespace nfsready
