// A snapshot in a folder on disk.
#pragma once

#include <string>

#include "snapshot/file_reader.h"

namespace nfsready {

// Opens regular files only: symbolic links, devices and pipes of a copied tree are reported, not
// followed, because they may lead out of the snapshot or never end. Directories are read by all
// cores. Files of equal content share one text.
class DiskReader final : public FileReader {
 public:
  explicit DiskReader(std::string folder);

  [[nodiscard]] Result<std::vector<InputFile>> read_all(
      bool (*wanted)(std::string_view path)) const override;

 private:
  std::string folder_;
};

// One file, for commands that are given files by name. "-" reads standard input.
[[nodiscard]] Result<std::string> read_file(const std::string& path);

}  // namespace nfsready
