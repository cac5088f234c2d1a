// A snapshot in memory: the twin of DiskReader for tests.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "snapshot/file_reader.h"

namespace nfsready {

class MemoryReader final : public FileReader {
 public:
  // `unreadable` are files that are there but cannot be read, and why.
  explicit MemoryReader(std::map<std::string, std::string> files,
                        std::map<std::string, std::string> unreadable = {})
      : files_(std::move(files)), unreadable_(std::move(unreadable)) {}

  [[nodiscard]] Result<std::vector<InputFile>> read_all(
      bool (*wanted)(std::string_view path)) const override {
    std::vector<InputFile> inputs;
    for (const auto& [path, text] : files_) {
      auto shared = wanted(path) ? std::make_shared<const std::string>(text) : nullptr;
      inputs.push_back({path, std::move(shared), {}});
    }
    for (const auto& [path, why] : unreadable_) inputs.push_back({path, nullptr, why});
    std::sort(inputs.begin(), inputs.end(),
              [](const InputFile& a, const InputFile& b) { return a.path < b.path; });
    return inputs;
  }

 private:
  std::map<std::string, std::string> files_;
  std::map<std::string, std::string> unreadable_;
};

}  // namespace nfsready
