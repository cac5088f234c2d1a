#include "cli/served_files.h"

#include <algorithm>
#include <unordered_map>

namespace nfsready {

ServedFiles served_files(const Site& site, const Observations& observations) {
  std::unordered_map<Address, std::string_view> server_at;
  for (const Server& server : site.servers) {
    for (const Address& address : server.addresses) server_at.emplace(address, server.name);
  }
  ServedFiles served;
  for (const MountObservation& mount : observations.mounts) {
    const auto server = server_at.find(mount.address);
    if (server == server_at.end()) continue;
    for (const FileSeen& file : mount.files) {
      if (!file.end.ok() || file.cut) continue;
      served["servers/" + std::string(server->second) + mount.path + "/" + file.name] = file.text;
    }
  }
  return served;
}

Result<std::vector<InputFile>> ServedReader::read_all(bool (*wanted)(std::string_view path)) const {
  auto read = reader_.read_all(wanted);
  if (!read || served_.empty()) return read;
  std::vector<InputFile>& files = read.value();
  std::erase_if(files, [&](const InputFile& file) { return served_.count(file.path) != 0; });
  for (const auto& [path, text] : served_) {
    files.push_back({path, wanted(path) ? std::make_shared<const std::string>(text) : nullptr, {}});
  }
  std::sort(files.begin(), files.end(),
            [](const InputFile& a, const InputFile& b) { return a.path < b.path; });
  return read;
}

}  // namespace nfsready
