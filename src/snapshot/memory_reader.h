// A snapshot in memory: the twin of DiskReader for tests.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "snapshot/file_reader.h"

namespace nfsready {

class MemoryReader final : public FileReader {
 public:
  explicit MemoryReader(std::map<std::string, std::string> files) : files_(std::move(files)) {}

  [[nodiscard]] Result<std::vector<InputFile>> read_all(
      bool (*wanted)(std::string_view path)) const override {
    std::vector<InputFile> inputs;
    for (const auto& [path, text] : files_) {
      auto shared = wanted(path) ? std::make_shared<const std::string>(text) : nullptr;
      inputs.push_back({path, std::move(shared), {}});
    }
    return inputs;
  }

 private:
  std::map<std::string, std::string> files_;
};

}  // namespace nfsready
