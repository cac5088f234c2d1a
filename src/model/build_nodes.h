// Images and nodes from the xCAT tables and lsdef stanzas.
#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/site.h"
#include "parse/stanza.h"

namespace nfsready {

// The stanzas of `lsdef -z`, by object name.
struct LsdefObjects {
  std::unordered_map<std::string_view, const Stanza*> nodes;
  std::unordered_map<std::string_view, const Stanza*> images;
};

// Sorts stanzas by their objtype. Attributes of `default-...` stanzas are added to the objects of
// that type that do not have them.
[[nodiscard]] LsdefObjects sort_lsdef(std::vector<Stanza>& stanzas);

// Fills Site::images, Site::nodes and what hangs on them, from tables already in the site.
// Requires the names of the site to be joined.
void build_images(const LsdefObjects& lsdef, Site& site);
void build_nodes(const LsdefObjects& lsdef, Site& site);

// Finds the heads of the external servers: a folder called <server>-<something>, or one whose
// address is behind the external server's name.
void find_heads(Site& site);

}  // namespace nfsready
