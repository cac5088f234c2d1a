#include "plan/boot_files.h"

#include <algorithm>

#include "base/text.h"
#include "plan/resources.h"

namespace nfsready {

const Collected<Niminfo>* niminfo_of(const Server& server, const Node& node) {
  const auto named = [&](std::string_view stem) -> const Collected<Niminfo>* {
    const auto found = server.niminfo.find(stem);
    return found == server.niminfo.end() ? nullptr : &found->second;
  };
  for (const NameAnswer& answer : node.addresses) {
    if (const auto* file = named(answer.address.text())) return file;
  }
  return named(node.name);
}

const NodeEtc* etc_of(const Server& server, const Node& node, std::string_view root_path) {
  if (node.kind == NodeKind::kStateless) return server.root(root_path);
  return server.client_files(root_path, node.nim_name);
}

std::string_view shared_root_read(const Site& site, const Node& node, const Server& server) {
  const std::string_view location =
      location_of(site, node, server, Resource::kSharedRoot).location.text;
  const auto* const niminfo = niminfo_of(server, node);
  if (niminfo == nullptr) return location;
  const NimMount told = niminfo->content.mount("ROOT");
  if (told.path.empty() || told.path.text == location) return location;
  const std::uint32_t from = site.server_named(told.server.text, *server.names);
  if (from == kNoIndex || &site.servers[from] != &server) return location;
  const auto& folders = server.client_data_folders;
  const bool is_there = server.tables_in(told.path.text) != nullptr ||
                        std::find(folders.begin(), folders.end(), told.path.text) != folders.end();
  return is_there ? told.path.text : location;
}

const Stanza* filesystem_of(const CollectedStanzas& filesystems, std::string_view mount_point) {
  for (const Stanza& stanza : filesystems.content) {
    if (stanza.name.text == mount_point) return &stanza;
  }
  return nullptr;
}

std::string_view boot_name_of(const Server* server, const Node& node) {
  const auto* const niminfo = server == nullptr ? nullptr : niminfo_of(*server, node);
  const NiminfoVariable* const hostname =
      niminfo == nullptr ? nullptr : niminfo->content.find("NIM_HOSTNAME");
  return short_name(hostname == nullptr ? node.name : hostname->value.text);
}

}  // namespace nfsready
