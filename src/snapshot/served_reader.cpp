#include "snapshot/served_reader.h"

#include <algorithm>
#include <utility>

namespace nfsready {

Result<std::vector<InputFile>> ServedReader::read_all(bool (*wanted)(std::string_view path)) const {
  auto read = reader_.read_all(wanted);
  if (!read || served_.empty()) return read;
  std::vector<InputFile>& files = read.value();
  std::map<std::string, std::shared_ptr<const std::string>> older;
  for (InputFile& file : files) {
    if (served_.count(file.path) != 0) older[file.path] = std::move(file.text);
  }
  std::erase_if(files, [&](const InputFile& file) { return older.count(file.path) != 0; });
  for (const auto& [path, text] : served_) {
    InputFile& file = files.emplace_back();
    file.path = path;
    if (wanted(path)) file.text = std::make_shared<const std::string>(text);
    const auto found = older.find(path);
    if (found != older.end()) file.older = found->second;
  }
  std::sort(files.begin(), files.end(),
            [](const InputFile& a, const InputFile& b) { return a.path < b.path; });
  return read;
}

}  // namespace nfsready
