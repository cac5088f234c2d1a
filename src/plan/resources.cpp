#include "plan/resources.h"

#include <array>
#include <string>

#include "base/text.h"

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

Token location_on(const Site& site, const Server& server, std::string_view resource) {
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

// The node's NIM name is only in a niminfo file that was made for a machine that NIM does not have:
// with mkdsklsnode -n it has "<short name>_<image>", without it the short name.
bool is_former_name(const Site& site, const Server& server, const Node& node) {
  if (!server.nim || server.nim_object(node.nim_name) != nullptr) return false;
  const std::string own(short_name(node.name));
  if (node.nim_name != own) return true;
  if (node.image == kNoIndex) return false;
  return server.nim_object(own + "_" + std::string(site.images[node.image].name)) != nullptr;
}

}  // namespace

ResourceLocation location_of(const Site& site, const Node& node, const Server& server,
                             Resource resource) {
  const ResourceTraits& traits = kTraits[static_cast<std::size_t>(resource)];
  const Token name = name_of(site, node, server, traits);
  if (name.empty()) return {};
  const Token location = location_on(site, server, name.text);
  return {name.text, location, location.empty() ? name.span : location.span, traits.per_node,
          is_nfs_v4(site, server, name.text)};
}

std::string path_of(const ResourceLocation& location, const Node& node) {
  std::string path(location.location.text);
  if (location.per_node && !path.empty()) path.append("/").append(node.nim_name);
  return path;
}

std::optional<Resource> resource_behind(Purpose purpose) {
  switch (purpose) {
    case Purpose::kSpot:
      return Resource::kSpot;
    case Purpose::kRoot:
      return Resource::kRoot;
    case Purpose::kSharedRoot:
      return Resource::kSharedRoot;
    case Purpose::kPaging:
      return Resource::kPaging;
    case Purpose::kTmp:
      return Resource::kTmp;
    case Purpose::kHome:
      return Resource::kHome;
    case Purpose::kSharedHome:
      return Resource::kSharedHome;
    case Purpose::kDump:
      return Resource::kDump;
    default:
      return std::nullopt;
  }
}

ResourcePlace resource_of(Site& site, const Node& node, const Server& server, Resource resource) {
  const ResourceLocation found = location_of(site, node, server, resource);
  ResourcePlace place{found.resource, found.location.text, found.where, found.nfs_v4};
  if (found.per_node && is_former_name(site, server, node)) place.path = {};
  if (found.per_node && !place.path.empty()) place.path = site.texts.keep(path_of(found, node));
  return place;
}

}  // namespace nfsready
