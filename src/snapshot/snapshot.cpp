#include "snapshot/snapshot.h"

#include <utility>

namespace nfsready {

namespace {

bool is_wanted(std::string_view path) { return is_read(place_of(path).role); }

std::string prefix_of(std::string name) {
  while (name.size() > 1 && name.ends_with('/')) name.pop_back();
  if (name.empty() || name == ".") return {};
  if (!name.ends_with('/')) name += '/';
  return name;
}

}  // namespace

Result<Snapshot> read_snapshot(const FileReader& reader, std::string name, Sources& sources) {
  auto inputs = reader.read_all(is_wanted);
  if (!inputs) return inputs.error();
  Snapshot snapshot{std::move(name), {}};
  const std::string prefix = prefix_of(snapshot.name);
  snapshot.files.reserve(inputs.value().size());
  for (InputFile& input : inputs.value()) {
    SnapshotFile& file = snapshot.files.emplace_back();  // reserved: never moves again
    file.path = std::move(input.path);
    const Place place = place_of(file.path);
    file.role = place.role;
    file.server = place.server;
    file.host_path = place.host_path;
    file.unreadable = std::move(input.unreadable);
    if (input.text) file.source = &sources.add(prefix + file.path, std::move(input.text));
  }
  return snapshot;
}

}  // namespace nfsready
