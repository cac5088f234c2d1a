#include "checks/common/collecting.h"

#include <array>
#include <utility>

namespace nfsready::checks {

namespace {

// Files that are the output of a command, by their path below a server's folder.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kPrinted = {{
    {"/exportfs.txt", "exportfs"},
    {"/exportfs-v.txt", "exportfs -v"},
    {"/exportfs-s.txt", "exportfs -s"},
    {"/showmount-e.txt", "showmount -e"},
    {"/mmnfs-export-list.txt", "mmnfs export list -Y"},
    {"/proc/mounts", "cat /proc/mounts"},
    {"/lsnim-l.txt", "lsnim -l"},
    {"/lsnim-a-location-Z.txt", "lsnim -a location -Z <resource>"},
}};

std::string on_management_node(const std::string& command, std::string_view path) {
  return "on the management node: " + command + " > " + std::string(path);
}

std::string from_server(std::string_view server, std::string_view host_path,
                        std::string_view path) {
  for (const auto& [name, command] : kPrinted) {
    if (host_path != name) continue;
    return "on " + std::string(server) + ": " + std::string(command) + " > " + std::string(path);
  }
  return "in the snapshot: rsync -R '" + std::string(server) + ":" + std::string(host_path) +
         "' servers/" + std::string(server) + "/";
}

}  // namespace

std::string how_to_collect(std::string_view path) {
  constexpr std::string_view kTables = "tables/";
  constexpr std::string_view kCsv = ".csv";
  constexpr std::string_view kServers = "servers/";
  if (path.starts_with(kTables) && path.ends_with(kCsv)) {
    const std::string_view table =
        path.substr(kTables.size(), path.size() - kTables.size() - kCsv.size());
    return on_management_node("tabdump " + std::string(table), path);
  }
  if (path.starts_with("lsdef/")) {
    const bool images = path.find("image") != std::string_view::npos;
    return on_management_node(images ? "lsdef -t osimage -l -z" : "lsdef -t node -l -z", path);
  }
  const std::size_t end =
      path.starts_with(kServers) ? path.find('/', kServers.size()) : std::string_view::npos;
  if (end == std::string_view::npos) return "collect " + std::string(path) + " again";
  return from_server(path.substr(kServers.size(), end - kServers.size()), path.substr(end), path);
}

}  // namespace nfsready::checks
