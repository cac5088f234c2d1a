#include "snapshot/snapshot.h"

#include <memory>
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
  const auto nothing = std::make_shared<const std::string>();
  for (InputFile& input : inputs.value()) {
    const bool was_read = input.text != nullptr;
    const SourceFile& source =
        sources.add(prefix + input.path, was_read ? std::move(input.text) : nothing);
    SnapshotFile& file = snapshot.files.emplace_back();
    file.path = std::string_view(source.name()).substr(prefix.size());
    const Place place = place_of(file.path);
    file.role = place.role;
    file.server = place.server;
    file.host_path = place.host_path;
    file.source = was_read ? &source : nullptr;
    file.unreadable = std::move(input.unreadable);
    file.where = source.span(0, 0);
    if (was_read) file.older = std::move(input.older);
  }
  return snapshot;
}

}  // namespace nfsready
