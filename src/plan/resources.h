// Where NIM says that a node's resources lie.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/source.h"
#include "model/site.h"
#include "plan/mount.h"

namespace nfsready {

enum class Resource : std::uint8_t {
  kSpot,
  kRoot,
  kSharedRoot,
  kPaging,
  kTmp,
  kHome,
  kSharedHome,
  kDump,
};

// The resource that is allocated to a node, and where it lies.
struct ResourceLocation {
  std::string_view resource;  // its NIM name; empty: the node has no such resource
  Token location;             // empty: not known
  Span where;                 // what says so
  bool per_node = false;      // one directory per node below the location
  bool nfs_v4 = false;        // nfs_vers=4 on the resource
};

struct ResourcePlace {
  std::string_view resource;  // its NIM name; empty: the node has no such resource
  std::string_view path;      // of this node's part of it; empty: the location is not known
  Span where;                 // what says so
  bool nfs_v4 = false;        // nfs_vers=4 on the resource
};

// The resource that a mount is made from; nothing for those that NIM does not allocate.
[[nodiscard]] std::optional<Resource> resource_behind(Purpose purpose);

// The resource that is allocated to the node on `server`: what the NIM machine object there says,
// else what the nimimage row says. A location that `server` does not list is taken from another
// service node, because image paths have to be the same everywhere.
[[nodiscard]] ResourceLocation location_of(const Site& site, const Node& node, const Server& server,
                                           Resource resource);

// The node's own part of it: root, paging, tmp, home and dump have one directory per node, named
// after its NIM name; the others are shared [NIM concepts]. Empty when the location is not known.
[[nodiscard]] std::string path_of(const ResourceLocation& location, const Node& node);

// Both, with the path kept by the site. The path of a directory of the node's own is not known when
// the NIM listing has no machine of the name that the niminfo file gives.
[[nodiscard]] ResourcePlace resource_of(Site& site, const Node& node, const Server& server,
                                        Resource resource);

}  // namespace nfsready
