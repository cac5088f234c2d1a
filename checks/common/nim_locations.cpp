#include "checks/common/nim_locations.h"

#include <algorithm>
#include <utility>

#include "base/path.h"
#include "checks/common/boot_edits.h"

namespace nfsready::checks {

NimLocations nim_locations(const Context& context) {
  const Site& site = context.site();
  const BootEdits edits(context);
  std::set<std::string_view> resources;
  for (const Image& image : site.images) {
    for (const Value* value : {&image.spot, &image.root, &image.shared_root}) {
      if (image.nimtype.text != "standalone" && value->is_set()) resources.insert(value->text);
    }
  }
  NimLocations locations;
  for (const Server* server : context.servers()) {
    const auto index = static_cast<std::uint32_t>(server - site.servers.data());
    if (!edits.is_service_node(index) || index == site.management_node) continue;
    for (const std::string_view resource : resources) {
      const Token location = server->nim_location(resource);
      if (!location.empty()) locations[resource].push_back({index, location});
    }
  }
  return locations;
}

std::set<std::string> places_mounted(const Context& context) {
  std::set<std::string> places;
  std::string_view last;
  for (const JudgedMount& judged : context.mounts()) {
    const Mount& mount = *judged.mount;
    const bool boots = mount.purpose == Purpose::kSpot || mount.purpose == Purpose::kSharedRoot;
    if (!boots && mount.purpose != Purpose::kRoot) continue;
    const std::string_view place = boots ? mount.path : parent_of(mount.path);
    if (place != std::exchange(last, place)) places.insert(normalise_path(place));
  }
  return places;
}

const NimLocation& most_common(const std::vector<NimLocation>& locations,
                               const std::set<std::string>& mounted) {
  std::map<std::string, std::size_t> counts;
  for (const NimLocation& location : locations) counts[normalise_path(location.path.text)] += 2;
  for (auto& [path, count] : counts) count += mounted.count(path);
  return *std::max_element(
      locations.begin(), locations.end(), [&](const NimLocation& a, const NimLocation& b) {
        return counts[normalise_path(a.path.text)] < counts[normalise_path(b.path.text)];
      });
}

}  // namespace nfsready::checks
