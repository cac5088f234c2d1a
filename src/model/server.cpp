#include "model/server.h"

namespace nfsready {

namespace {

template <typename Map, typename Key>
auto find_in(const Map& map, const Key& key) -> const typename Map::mapped_type* {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &found->second;
}

}  // namespace

const Stanza* Server::nim_object(std::string_view object) const {
  const auto* found = find_in(nim_objects, object);
  return found == nullptr ? nullptr : *found;
}

Token Server::nim_location(std::string_view resource) const {
  const auto* found = find_in(nim_locations, resource);
  return found == nullptr ? Token{} : *found;
}

const NodeEtc* Server::root(std::string_view path) const { return find_in(roots, path); }

const NodeEtc* Server::client_files(std::string_view shared_root, std::string_view nim_name) const {
  return find_in(client_data, std::string(shared_root) + '|' + std::string(nim_name));
}

const GeneratedTables* Server::tables_in(std::string_view directory) const {
  return find_in(generated, directory);
}

}  // namespace nfsready
