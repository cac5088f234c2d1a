// Files of a snapshot as their servers serve them now, in place of collected ones.
#pragma once

#include <map>
#include <string>

#include "snapshot/file_reader.h"

namespace nfsready {

// Text by the path that the file has in a snapshot.
using ServedFiles = std::map<std::string, std::string>;

// A snapshot as `reader` gives it, with the served files added or put in the place of older copies:
// what the server serves now is what the node will read. Both must outlive the reader.
class ServedReader final : public FileReader {
 public:
  ServedReader(const FileReader& reader, const ServedFiles& served)
      : reader_(reader), served_(served) {}

  [[nodiscard]] Result<std::vector<InputFile>> read_all(
      bool (*wanted)(std::string_view path)) const override;

 private:
  const FileReader& reader_;
  const ServedFiles& served_;
};

}  // namespace nfsready
