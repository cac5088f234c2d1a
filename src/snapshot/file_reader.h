// Where the bytes of a snapshot come from.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace nfsready {

// One file below the folder, or a directory that could not be listed.
struct InputFile {
  std::string path;                         // relative, '/' between its parts
  std::shared_ptr<const std::string> text;  // empty pointer: not wanted, or unreadable
  std::string unreadable;                   // why it could not be read; empty when it could
  // The text that this one has taken the place of; empty pointer: none, or it is not wanted.
  std::shared_ptr<const std::string> older = nullptr;
};

class FileReader {
 public:
  FileReader() = default;
  FileReader(const FileReader&) = delete;
  FileReader& operator=(const FileReader&) = delete;
  virtual ~FileReader() = default;

  // Every file of the folder, sorted by path, with the contents of those that are `wanted`.
  // An unreadable file or directory is an entry of its own; an error means that there is no
  // folder to read at all.
  [[nodiscard]] virtual Result<std::vector<InputFile>> read_all(
      bool (*wanted)(std::string_view path)) const = 0;
};

}  // namespace nfsready
