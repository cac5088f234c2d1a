// Texts of NFS-Ganesha configurations, and reading them.
#pragma once

#include <string>
#include <vector>

#include "exports/table.h"

namespace nfsready::testing {

// "EXPORT { Export_Id = 1; Path = /a; Pseudo = /a; FSAL { Name = VFS; } <options> }".
[[nodiscard]] std::string ganesha_export(const std::string& options, const std::string& id = "1",
                                         const std::string& path = "/a",
                                         const std::string& pseudo = "/a");

// A file that a configuration may include, by the path that is written there. Several files of one
// path are the files of a directory.
struct IncludedText {
  std::string path;
  std::string text;
};

[[nodiscard]] ExportsTable parse_ganesha_text(const std::string& text,
                                              const std::vector<IncludedText>& included = {});

[[nodiscard]] const GaneshaExports& ganesha_of(const ExportsTable& table);

}  // namespace nfsready::testing
