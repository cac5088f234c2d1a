#include "plan/resources.h"

#include <array>
#include <string>

namespace nfsready {

namespace {

struct ResourceTraits {
  std::string_view attribute;  // in lsnim and nimimage
  const Value Image::*column;
  bool per_node;
};

constexpr std::array<ResourceTraits, 8> kTraits = {{
    {"spot", &Image::spot, false},
    {"root", &Image::root, true},
    {"shared_root", &Image::shared_root, false},
    {"paging", &Image::paging, true},
    {"tmp", &Image::tmp, true},
    {"home", &Image::home, true},
    {"shared_home", &Image::shared_home, false},
    {"dump", &Image::dump, true},
}};

// The resource's name, and where it is said.
Token name_of(const Site& site, const Node& node, const Server& server,
              const ResourceTraits& traits) {
  if (const Stanza* machine = server.nim_object(node.nim_name)) {
    if (const Attribute* attribute = machine->find(traits.attribute)) return attribute->value;
    return {};
  }
  if (node.image == kNoIndex) return {};
  const Value& value = site.images[node.image].*traits.column;
  return Token{value.text, value.where};
}

Token location_of(const Site& site, const Server& server, std::string_view resource) {
  if (const Token location = server.nim_location(resource); !location.empty()) return location;
  for (const Server& other : site.servers) {
    if (const Token location = other.nim_location(resource); !location.empty()) return location;
  }
  return {};
}

bool is_nfs_v4(const Site& site, const Server& server, std::string_view resource) {
  const Stanza* const object = server.nim_object(resource);
  const Attribute* const version = object == nullptr ? nullptr : object->find("nfs_vers");
  return version == nullptr ? site.nfs_v4 : version->value.text == "4";
}

}  // namespace

ResourcePlace resource_of(Site& site, const Node& node, const Server& server, Resource resource) {
  const ResourceTraits& traits = kTraits[static_cast<std::size_t>(resource)];
  const Token name = name_of(site, node, server, traits);
  if (name.empty()) return {};
  const Token location = location_of(site, server, name.text);
  ResourcePlace place{name.text, location.text, location.empty() ? name.span : location.span,
                      is_nfs_v4(site, server, name.text)};
  if (traits.per_node && !location.empty()) {
    place.path = site.texts.keep(std::string(location.text) + '/' + std::string(node.nim_name));
  }
  return place;
}

}  // namespace nfsready
