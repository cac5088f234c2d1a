#include "observe/served_files.h"

#include <string_view>
#include <unordered_map>

namespace nfsready {

std::map<std::string, std::string> served_files(const Site& site,
                                                const Observations& observations) {
  std::unordered_map<Address, std::string_view> server_at;
  for (const Server& server : site.servers) {
    for (const Address& address : server.addresses) server_at.emplace(address, server.name);
  }
  std::map<std::string, std::string> served;
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

}  // namespace nfsready
